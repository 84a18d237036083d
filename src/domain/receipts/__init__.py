"""What was taken in already, so that the same delivery or call counts once."""
