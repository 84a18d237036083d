"""Megaphone: its event files, and publishing by its API."""
