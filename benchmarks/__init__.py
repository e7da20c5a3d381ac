"""What is measured, against whom; `python3 dev.py bench` runs all of it."""
