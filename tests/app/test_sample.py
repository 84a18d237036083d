"""The sample can be asked for everything: whoever tables and hand-overs name is in it."""

import pytest

from app.demo.sample import PEOPLE, TEAMS
from domain.decisions import cases
from domain.decisions.rules import judge
from domain.decisions.shipped import shipped
from domain.requests.kinds import PLAIN
from domain.requests.rulings import RULES_UNSURE
from tests.domain.decisions.tables import shipped_table


@pytest.mark.parametrize("key", [one.key for one in shipped()])
def test_every_quorum_of_a_table_can_be_reached(key: str) -> None:
    table = shipped_table(key)
    (written,) = (one.cases for one in shipped() if one.key == key)
    asked = {
        (row["team"], row["quorum"])
        for case in cases.read(table, written)
        for row in judge(table, case.facts).rows
        if row.get("team")
    }
    short = [
        (team, quorum)
        for team, quorum in asked
        if sum(team in person.teams for person in PEOPLE) < quorum or team not in TEAMS
    ]

    assert short == []


def test_every_receiver_is_there() -> None:
    named = {kind.hands_over.team for kind in PLAIN if kind.hands_over}
    keys = {team for team in named if isinstance(team, str)} | {"publishing", "operations"}

    assert keys | {RULES_UNSURE.team} <= set(TEAMS)
