"""Cases in the schema: reading them, acting on them, making good."""
