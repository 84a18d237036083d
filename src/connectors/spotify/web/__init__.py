"""Playlists by Spotify's Web API, as it is since February 2026."""
