"""Campaigns at the publisher: made ready, drafted, published, watched."""
