"""All that cards and forms say of something, gathered at once before anything is drawn."""
