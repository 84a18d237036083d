"""Governing decision tables: drafting versions, proposing, replaying, releasing, rolling back."""
