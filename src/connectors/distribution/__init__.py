"""Spotify's Distribution API, as a target. Its documentation is private; see `wire.py`."""
