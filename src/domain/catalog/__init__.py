"""What exists: brands, markets, agencies, sponsors, shows, episodes, files."""
