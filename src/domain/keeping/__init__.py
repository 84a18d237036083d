"""Carrying everything that a hub knows: to another database, into a backup, and back."""
