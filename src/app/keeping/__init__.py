"""Migrating, moving, backing up and restoring a hub, what it forgets, and its secret."""
