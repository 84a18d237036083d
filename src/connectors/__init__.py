"""The outside world, one folder each. Connectors see the domain and never one another."""
