"""Threats that are the same everywhere, looked for in everything at once."""
