"""A stand-in for Spotify's Ads API: stateful, in process, with the real limits and errors.

It is no Spotify: it knows what Spotify's published document and tools say, and nothing more.
"""

from connectors.spotify.fake.server import create_fake
from connectors.spotify.fake.state import Account

__all__ = ["Account", "create_fake"]
