"""What Spotify shows of episodes that are out: looked at by the hub itself, and compared."""
