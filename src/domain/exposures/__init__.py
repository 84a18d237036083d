"""Recording what is live, reading it against what is cleared, and acting where it is not."""
