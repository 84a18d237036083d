"""Sponsorships after they were asked for: what the show's team is told."""
