"""Megaphone's event files."""
