"""What each copy of a card shows as things stand, for whom, in whose language."""
