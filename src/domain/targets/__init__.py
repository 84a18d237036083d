"""Where the hub itself publishes what was approved, and what becomes of it there."""
