"""The shipped recipe: what each run is told."""

FIRST = {  # from the bare encoder; stopped half way through their schedule, while their mean still holds
    "A": ["--seed", "1", "--known", "0.5", "--epochs", "6", "--stop", "3"],
    "B": ["--seed", "2", "--known", "0.0", "--epochs", "6", "--stop", "3"],
}
TEACHER = "B"
LAST = [  # from the mean of the first two, by the hand tags and what the teacher makes of all texts
    *["--seed", "3", "--epochs", "1.8", "--mix", "0.4", "--teach", "marginals.npz", "--known", "0.0"],
    *["--lr", "2e-4", "--warm", "0.04", "--link", "1.0", "--silver", "0.02"],
]
