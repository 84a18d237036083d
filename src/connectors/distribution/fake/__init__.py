"""A stand-in for Spotify's Distribution API: stateful, with the limits and errors that are known.

It is no Spotify, and proves no more than what `connectors/distribution/wire.py` was read from.
"""

from connectors.distribution.fake.server import create_fake
from connectors.distribution.fake.state import CLIENT, Partner

__all__ = ["CLIENT", "Partner", "create_fake"]
