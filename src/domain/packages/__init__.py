"""What goes out of a request: its content package, and the last look at it."""
