"""One master record: titles, packages and what is live compared, and what goes out in order."""
