"""Spotify's Web API as of 2026: playlists in accounts that brands connected."""
