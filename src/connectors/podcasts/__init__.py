"""Reading the public feeds of podcasts."""
