"""What became of productions: the episodes they came out as, and what listeners did."""
