"""A reader of feeds that others wrote."""

from collections.abc import Iterator

import pytest

from tests import node
from tests.connectors.feeds import judge


@pytest.fixture(scope="session")
def feedsmith() -> Iterator[judge.Judge]:
    if not node.installed("feedsmith"):
        pytest.skip("feedsmith could not be installed here")
    with judge.judge() as found:
        yield found
