"""Writing feeds, and looking whether they are sound."""
