"""Webhooks of one side are sent nothing of the other, and their logs list nothing of it."""

from collections.abc import Mapping

import pytest

from domain.clock import SteppingClock
from domain.webhooks.model import Happening
from tests.domain.webhooks.scene import Scene
from tests.isolation import acting
from tests.isolation.oracle import KNOWN
from tests.isolation.sides import Sides
from tests.isolation.walking import Walk, opened

#: What somebody's webhook would read of what happened, by which mutation it happens to what.
HAPPENING: Mapping[Happening, tuple[str, str, str]] = {
    Happening.REQUEST_CHANGED: ("request", "withdrawRequest", "request"),
    Happening.CASE_CHANGED: ("case", "commentCase", "case"),
    Happening.ALERT_CHANGED: ("alert", "acknowledgeAlert", "alerts"),
}
#: What is told to anybody, each with why.
TO_ALL: Mapping[Happening, str] = {
    Happening.SHOW_CHANGED: "Everybody knows the names of shows.",
    Happening.TEST: "It is of nothing.",
}
#: Who may see all, without whom nothing is proven.
ALL = "manager"


def test_everything_that_a_webhook_is_told_of_happens_to_the_other_side() -> None:
    assert {*HAPPENING, *TO_ALL} == {*Happening}


async def test_no_webhook_is_sent_anything_of_the_other_side_and_no_log_lists_it(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = sides.world.hub.clock
    assert isinstance(clock, SteppingClock)
    scene = Scene(sides.world, clock)
    whose = {who: await _webhooks(scene, who) for who in (*KNOWN, ALL)}
    await _happens(await opened(sides, monkeypatch), sides)
    await scene.works()

    of_b = {sides.rows["B"][table] for _, _, table in HAPPENING.values()}
    told = {(one["webhook"], one["subject"]) for one in scene.heard}
    assert {subject for hook, subject in told if hook in whose[ALL]} == of_b, "nothing is proven"
    for who in KNOWN:
        assert {one for one in told if one[0] in whose[who] and one[1] in of_b} == set(), who
        logs = [await scene.sent(one, who) for one in whose[who]]
        assert {one["subjectId"] for log in logs for one in log} & of_b == set(), who


async def _webhooks(scene: Scene, who: str) -> list[str]:
    """Register a webhook for each happening; return their ids."""
    made = []
    for happening, (root, _, _) in HAPPENING.items():
        text = f"query($id: ID!) {{ {root}(id: $id) {{ id }} }}"
        made.append((await scene.registers(who, [happening.name], text))[0])
    return made


async def _happens(walk: Walk, sides: Sides) -> None:
    """Have everything happen to what B has, by who may do all."""
    documents = dict(acting.mutations())
    for _, act, _ in HAPPENING.values():
        given, _ = acting.given(act, sides.rows["B"])
        answer = await walk.ask("admin", documents[act], {"input": given})
        assert not walk.codes(answer), (act, answer.text)
