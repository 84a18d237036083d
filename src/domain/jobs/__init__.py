"""What must still be done: the outbox."""
