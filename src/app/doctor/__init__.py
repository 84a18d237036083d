"""How the hub is, as `greenlight doctor` tells it."""
