"""Who agreed to what, where it is known from, and who took it back: a ledger."""
