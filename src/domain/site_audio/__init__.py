"""Judging branded audio by its rights before it is heard at sites, and before it is handed over."""
