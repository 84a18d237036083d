"""What a run of the tests says at its end: how much Spotify's own documents judged of it.

Tests run in several processes; each says what it counted to the one that began them.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from tests.connectors.spotify.judge import ADS, JUDGED, WEB, Published

_TOLD: Counter[str] = Counter()


@pytest.hookimpl
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Say what this process counted, where another one began it."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["judged"] = dict(JUDGED)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take on what another process counted."""
    _TOLD.update(getattr(node, "workeroutput", {}).get("judged", {}))


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say it of both documents."""
    for line in lines(_TOLD + JUDGED):
        terminalreporter.write_line(line)


def lines(counted: Mapping[str, int]) -> list[str]:
    """Return what is said of what was `counted`, by the names of the documents."""
    return [_line(one, counted.get(one.name, 0)) for one in (ADS, WEB)]


def _line(one: Published, count: int) -> str:
    if not one.path.exists():
        return f"Spotify's {one.name} is not beside this checkout: it judged nothing."
    return f"Spotify's {one.name} judged {count:,} requests and their answers."
