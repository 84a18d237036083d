"""Who was told what, when, by which way, and what became of it."""
