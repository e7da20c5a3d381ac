"""How the shipped model is made: `python3 -m training`."""
