"""What the gallery draws without a database: everything in every state."""
