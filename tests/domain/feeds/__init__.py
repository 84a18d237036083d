"""What feeds say."""
