"""Pages of a hub: the explorer with the stories' operations, and what the look-alikes play."""
