"""Sponsorships after they were asked for: their files come in, and they are handed over."""
