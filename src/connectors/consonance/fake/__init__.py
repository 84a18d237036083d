"""A Consonance of one's own, over real HTTP: what it holds changes while it is read.

It stands on the same published pages as the client, and proves no more than they do.
"""

from connectors.consonance.fake.server import create_fake
from connectors.consonance.fake.state import KEY, TOKEN, House

__all__ = ["KEY", "TOKEN", "House", "create_fake"]
