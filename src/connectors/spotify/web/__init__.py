"""Spotify's Web API: playlists in accounts that brands connected."""
