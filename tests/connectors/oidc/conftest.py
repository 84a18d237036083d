"""An issuer, and the hub's view of it."""

import pytest

from connectors.oidc.connector import OidcIdentities
from domain.clock import SteppingClock
from tests.connectors.oidc.authority import Authority


@pytest.fixture
def authority(clock: SteppingClock) -> Authority:
    return Authority(clock)


@pytest.fixture
def identities(authority: Authority) -> OidcIdentities:
    return authority.identities()
