"""The words of `/campaign`."""

from typing import cast
from unittest.mock import AsyncMock

import pytest

from bot.fake import Fault
from bot.ids import ActionId
from bot.requests.reviewers import may_decide
from bot.specimens.request import Specimen
from domain.approvals.model import StageState
from domain.database import sql
from domain.errors import Busy, Conflict, Forbidden, HubError, Missing, Unavailable, Upstream
from domain.hub import Hub
from domain.requests import records, vote
from domain.requests.model import RequestState
from domain.requests.revise import revise
from tests.bot.office import TEAM, Office
from tests.bot.test_commands import given
from tests.world import ROOT


async def test_lists_are_narrowed_to_mine_and_to_what_waits(desk: Office) -> None:
    await desk.asks(name="Mine alone")
    await desk.asks("agent", name="Of the agency")
    await given(desk, "requester", "list mine")
    await given(desk, "brand_one", "list waiting")
    await given(desk, "requester", "list waiting")

    assert "Mine alone" in desk.whispers("requester")[0]
    assert "agency" not in desk.whispers("requester")[0]
    assert "Mine alone" in desk.whispers("brand_one")[0]
    assert "nothing yet" in desk.whispers("requester")[1]


@pytest.mark.parametrize(
    ("said", "near"),
    [("lst", "/campaign list"), ("aprove 1", "/campaign approve"), ("LIST main", "list mine")],
)
async def test_a_word_that_is_none_is_answered_with_the_nearest(
    desk: Office, said: str, near: str
) -> None:
    await given(desk, "manager", said)

    assert f"perhaps you meant “{near}" in desk.whispers("manager")[0].replace(
        "/campaign list m", "list m"
    )


async def test_a_word_like_no_other_is_answered_with_help(desk: Office) -> None:
    await given(desk, "manager", "xyzzy *bold* <!channel>")

    assert "There is no command" in desk.whispers("manager")[0]
    assert "perhaps" not in desk.whispers("manager")[0]
    assert "<!channel>" not in desk.whispers("manager")[0]


async def approved(desk: Office, who: str, number: int) -> None:
    await given(desk, who, f"approve {number}")


async def test_an_approval_is_confirmed_in_a_form_that_names_the_stage(desk: Office) -> None:
    request = await desk.asks()
    await approved(desk, "brand_one", request.number)
    account = desk.account("brand_one")
    (view,) = desk.home.modals[account]
    stage = view.values["stage"]["value"]
    before = list(await sql.fetch("SELECT * FROM votes"))
    outcome = await desk.clicks.submit(TEAM, account, {})
    again = await desk.clicks.repeat(desk.clicks.sent[-1])
    votes = await sql.fetch("SELECT * FROM votes")

    assert "Brand" in str(stage)
    assert before == []
    assert (outcome.ok, again.ok) == (True, True)
    assert len(votes) == 1


async def test_an_approval_of_what_was_revised_meanwhile_is_refused(desk: Office) -> None:
    request = await desk.asks()
    await approved(desk, "brand_one", request.number)
    actor = await desk.world.actor("requester")
    await revise(desk.world.hub, actor, request.id, desk.world.brief(tagline="Another line"))
    outcome = await desk.clicks.submit(TEAM, desk.account("brand_one"), {})

    assert "revised" in str(outcome.entry_errors)
    assert list(await sql.fetch("SELECT * FROM votes")) == []


async def test_who_may_not_approve_is_told_who_may(desk: Office) -> None:
    request = await desk.asks("manager")
    await approved(desk, "manager", request.number)
    await approved(desk, "auditor", request.number)

    assert "Those who may: Brand One, Brand Two." in desk.whispers("manager")[0]
    assert "Those who may: Brand One, Brand Two." in desk.whispers("auditor")[0]
    assert desk.home.modals == {}


async def test_an_approval_whose_trigger_expired_is_answered_kindly(desk: Office) -> None:
    request = await desk.asks()
    desk.clicks.fake.faults.add("views.open", Fault.refused("expired_trigger_id"))
    await approved(desk, "brand_one", request.number)
    desk.clicks.fake.faults.add("views.open", Fault.refused("expired_trigger_id"))
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.REJECT)

    assert "try again" in desk.whispers("brand_one")[0]
    assert "expired_trigger_id" in desk.whispers("brand_one")[1]


async def test_a_request_is_withdrawn_with_a_reason_by_its_owner_only(desk: Office) -> None:
    request = await desk.asks()
    await given(desk, "requester", f"withdraw {request.number}")
    await given(desk, "brand_one", f"withdraw {request.number} It bores me")
    untouched = await records.get(request.id)
    await given(desk, "requester", f"withdraw #{request.number} The offer ended")
    after = await records.get(request.id)

    assert "Say why" in desk.whispers("requester")[0]
    assert untouched is not None
    assert untouched.state is RequestState.IN_REVIEW
    assert after is not None
    assert (after.state, after.note) == (RequestState.WITHDRAWN, "The offer ended")
    assert "is withdrawn" in desk.whispers("requester")[1]


async def test_nothing_is_approved_where_nothing_is_open(desk: Office) -> None:
    request = await desk.asks()
    await given(desk, "requester", f"withdraw {request.number} Over")
    await approved(desk, "brand_one", request.number)

    assert "it is withdrawn" in desk.whispers("brand_one")[0]


@pytest.mark.parametrize("error", [Forbidden, Conflict, Missing])
async def test_who_may_not_vote_may_not_decide(
    error: type[HubError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vote, "require_voter", AsyncMock(side_effect=error("some", "Words.")))

    assert not await may_decide(cast("Hub", None), ROOT, Specimen().stage(StageState.OPEN))


@pytest.mark.parametrize("error", [Busy, Unavailable, Upstream])
async def test_what_cannot_be_told_now_is_not_taken_for_a_no(
    error: type[HubError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vote, "require_voter", AsyncMock(side_effect=error("some", "Words.")))

    with pytest.raises(error):
        await may_decide(cast("Hub", None), ROOT, Specimen().stage(StageState.OPEN))
