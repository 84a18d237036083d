"""What Spotify shows of shows and episodes, as it is known and asked for."""
