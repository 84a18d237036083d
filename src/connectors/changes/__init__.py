"""Changes that other processes made."""
