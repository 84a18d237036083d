"""How the works of title houses stand everywhere, for houses that are told by table only."""
