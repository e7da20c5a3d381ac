"""Who said it, through whom, about which place, and does it hold?"""
