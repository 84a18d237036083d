"""Where the cards of a team go, by brand, market and kind of request."""
