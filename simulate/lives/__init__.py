"""Single lives: careers written by hand and simulated workers opened month by month, with the law behind it."""
