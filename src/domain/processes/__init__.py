"""Which processes of the hub run, and whether they agree."""
