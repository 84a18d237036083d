"""What is handed over: packages and packs."""
