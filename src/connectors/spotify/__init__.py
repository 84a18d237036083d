"""Spotify: the Ads API v3, spoken by a client of our own, for no kept library speaks it."""
