"""What Spotify shows: rules, and what follows from a look."""
