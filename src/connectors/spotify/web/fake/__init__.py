"""Look-alikes of Spotify's accounts and of its Web API."""
