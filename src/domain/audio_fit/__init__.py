"""Which titles, authors, genres and series do well as audio, with the numbers behind it."""
