"""Who orchestrates: the hub alone, or a workflow service outside that the hub mirrors."""
