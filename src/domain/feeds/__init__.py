"""The podcast feeds that the hub serves: what is in them, and since when."""
