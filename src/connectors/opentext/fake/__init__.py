"""A stand-in for a tenant's Decision Service, and for Flowable: stateful, with their errors.

It really judges, by the DMN tables deployed to it. It is neither: it knows what is published of
them, and nothing more.
"""

from connectors.opentext.fake.server import CLIENT, create_fake
from connectors.opentext.fake.state import Tenant

__all__ = ["CLIENT", "Tenant", "create_fake"]
