"""What the hub finds again after an answer was lost, or Spotify lost track itself."""

from datetime import timedelta

import pytest

from connectors.spotify.fake.state import LEVELS, Fault
from tests.stories.desk import OneProcess


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("indeterminate", [False, True])
async def test_a_draft_that_was_not_heard_of_is_made_once(
    desk: OneProcess, level: str, *, indeterminate: bool
) -> None:
    fault = Fault("POST", f"/drafts/{level}", after_success=True, indeterminate=indeterminate)
    desk.account.faults.append(fault)
    request = (await (await desk.front("requester")).submit(desk.world))["request"]
    await desk.work(rounds=30)
    found = await desk.look(request)

    assert desk.account.faults == []
    assert [len(desk.account.drafts[name]) for name in LEVELS] == [1, 2, 2]
    assert all(check["holds"] for check in found["readiness"])  # type: ignore[attr-defined]


async def test_a_draft_that_spotify_lost_is_made_anew(desk: OneProcess) -> None:
    fault = Fault("POST", "/drafts/campaigns", after_success=True, indeterminate=True)
    desk.account.faults.append(fault)
    request = (await (await desk.front("requester")).submit(desk.world))["request"]
    while desk.account.faults:
        desk.clock.advance(timedelta(seconds=1))
        await desk.runner.drain()
    assert len(desk.account.drafts["campaigns"]) == 1
    desk.account.drafts["campaigns"].clear()
    await desk.work(rounds=30)
    found = await desk.look(request)

    assert [len(desk.account.drafts[name]) for name in LEVELS] == [1, 2, 2]
    assert all(check["holds"] for check in found["readiness"])  # type: ignore[attr-defined]
