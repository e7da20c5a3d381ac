"""How good is it on this corpus? A sample drawn by chance, read by people, weighted back to the whole."""
