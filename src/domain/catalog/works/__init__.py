"""Works, and the titles they are published as: read in from publishers, never written here."""
