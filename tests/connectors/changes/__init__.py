"""What other processes changed."""
