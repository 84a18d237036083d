"""As what an episode is marked at hosts: its type, its number, and whether it is for adults."""

from dataclasses import replace
from typing import Any

import pytest

from connectors.distribution import wire as distribution
from connectors.megaphone import wire as megaphone
from domain.targets.model import Publication
from tests.connectors.hosting.releases import release


def marked(**said: Any) -> Publication:
    what = release()
    return replace(what, content={"metadata": {**what.content["metadata"], **said}})


@pytest.mark.parametrize(
    ("said", "kind", "number", "explicit"),
    [
        ({}, "full", 7, None),
        ({"episode_type": "bonus", "explicit": True}, "bonus", 7, "yes"),
        ({"episode_type": "trailer", "explicit": False}, "trailer", None, "no"),
    ],
)
def test_hosts_are_told_of_type_number_and_adults(
    said: dict[str, Any], kind: str, number: int | None, explicit: str | None
) -> None:
    there = distribution.body(marked(**said), here=False)
    here = megaphone.body(marked(**said), here=False)

    assert (there["episode_type"], here["episodeType"]) == (kind, kind)
    assert (there.get("episode_number"), here.get("episodeNumber")) == (number, number)
    assert (there.get("explicit"), here.get("explicit")) == (explicit, explicit)
    assert (there["season_number"], here["seasonNumber"]) == (2, 2)
