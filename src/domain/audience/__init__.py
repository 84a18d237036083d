"""People who showed interest by the hub's own capture: leads, their points, and where they go."""
