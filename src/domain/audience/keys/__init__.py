"""Keys by which a publisher knows an account again, where its own name names nobody."""
