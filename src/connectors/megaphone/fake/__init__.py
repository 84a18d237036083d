"""A stand-in for Megaphone's API: stateful, with the limits and errors that are known.

It is no Megaphone: it knows what others publish who use the API, and nothing more.
"""

from connectors.megaphone.fake.server import create_fake
from connectors.megaphone.fake.state import TOKEN, Network

__all__ = ["TOKEN", "Network", "create_fake"]
