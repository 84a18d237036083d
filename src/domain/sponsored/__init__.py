"""Sponsorships of inventory bought at Spotify: the campaigns they become, and how both follow."""
