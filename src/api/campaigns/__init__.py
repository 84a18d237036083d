"""Campaigns and sponsorships in the schema: their briefs, and how Spotify answers."""
