"""Who judges by a table: the engine in here, a decision service outside, or both to compare."""
