"""What is live, and how it stands by the rights there are."""
