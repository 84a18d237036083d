"""What hosts of podcasts have in common: one call, an episode in words, and what a fake takes."""
