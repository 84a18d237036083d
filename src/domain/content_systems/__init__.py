"""Content systems outside that publish what the hub sends them, and report what became of it."""
