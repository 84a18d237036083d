"""The 23 stories; see `parts.toml` for what each is made of."""
