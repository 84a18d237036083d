"""The catalogue in the schema: brands, shows, sites and files, with their feeds and accounts."""
