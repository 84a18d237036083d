"""Pages of the demo: where to begin, and the explorer."""
