"""Where the hub publishes by itself."""
