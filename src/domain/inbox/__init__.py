"""What concerns one person: what waits for them, what they asked for, what they put off."""
