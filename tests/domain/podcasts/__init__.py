"""Public feeds of shows."""
