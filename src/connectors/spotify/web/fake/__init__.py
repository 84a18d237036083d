"""A stand-in for Spotify's Web API in development mode, and for its accounts.

Stateful, with its limits and errors. It is no Spotify: it knows what Spotify's published document
and guides say, and nothing more.
"""

from connectors.spotify.web.fake.authorizing import Accounts, create_fake_accounts
from connectors.spotify.web.fake.server import create_fake_web
from connectors.spotify.web.fake.state import Fault, Listener, Song

__all__ = [
    "Accounts",
    "Fault",
    "Listener",
    "Song",
    "create_fake_accounts",
    "create_fake_web",
]
