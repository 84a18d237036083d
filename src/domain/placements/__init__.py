"""What is live where."""
