"""Reminding reviewers of what waits for them, and carrying it up when it waits for too long."""
