"""What the hub keeps about chat beside cards: installing, accounts of nobody, homes, mail."""
