"""A reader of feeds that others wrote."""

from collections.abc import Iterator

import pytest

from tests.connectors.feeds import judge


@pytest.fixture(scope="session")
def feedsmith() -> Iterator[judge.Judge]:
    if not judge.installed():
        pytest.skip("feedsmith could not be installed here")
    with judge.judge() as found:
        yield found
