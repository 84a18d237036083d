"""Looking by the hub itself at what Spotify shows of episodes that are out, and comparing it."""
