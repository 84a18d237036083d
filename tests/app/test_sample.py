"""The sample can be asked for everything: whoever tables and hand-overs name is in it."""

from datetime import UTC, datetime, timedelta

import pytest

from app.demo.sample import PEOPLE, TEAMS, email
from domain.decisions import cases
from domain.decisions.rules import judge
from domain.decisions.shipped import shipped
from domain.hub import Hub
from domain.people import records
from domain.people.preferences import quiet_hours_of
from domain.people.resting import quiet_until
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


async def test_nobody_of_the_sample_waits_for_a_morning_or_a_monday(filled: Hub) -> None:
    week = [datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=hour) for hour in range(24 * 7)]
    people = [await records.user_by_email(email(person)) for person in PEOPLE]
    hours = [await quiet_hours_of(person.id) for person in people if person]

    assert len(hours) == len(PEOPLE)
    assert {quiet_until(of, at) for of in hours for at in week} == {None}
