"""People who may not enter any more: they are told nothing more, and their accounts go."""

import pytest

from bot.cards.drawing import drawn
from bot.fake import Fault
from bot.ids import ActionId
from domain.database import sql, transaction
from domain.hub import Hub
from domain.notices import records as notices
from domain.people import membership, service
from domain.reminding.away import end_absence
from domain.requests.model import Request
from tests.bot.days import leaves
from tests.bot.office import Office, text_of
from tests.bot.reading import lines
from tests.world import ROOT


async def leave(hub: Hub, user_id: str, how: str) -> None:
    if how == "barred":
        await service.deactivate(hub, ROOT, user_id)
        return
    async with transaction():
        await service.forget(hub, ROOT, user_id)
        await notices.forget(user_id)


def direct(desk: Office) -> list[str]:
    """Return what the direct cards say."""
    places = [place for place in desk.home.messages if place.startswith("D")]
    return [text_of(message) for place in places for message in desk.shown(place)]


async def asked(desk: Office) -> Request:
    request = await desk.asks()
    await desk.work()
    return request


@pytest.mark.parametrize("how", ["barred", "forgotten"])
async def test_who_left_is_told_nothing_more_of_their_requests(desk: Office, how: str) -> None:
    request = await asked(desk)
    before = direct(desk)
    await leave(desk.world.hub, request.requester_id, how)
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()

    assert len(before) == 1
    assert direct(desk) == before
    assert "Approved by Brand One" in str(lines(desk.shown("CBRAND")[0].blocks))


@pytest.mark.parametrize("how", ["barred", "forgotten"])
async def test_who_left_before_a_card_was_posted_gets_none(desk: Office, how: str) -> None:
    request = await desk.asks()
    await leave(desk.world.hub, request.requester_id, how)
    await desk.work()

    assert direct(desk) == []
    assert len(desk.shown("CBRAND")) == 1


async def test_nothing_kept_of_cards_names_the_account_of_who_was_forgotten(desk: Office) -> None:
    desk.clicks.fake.faults.add("chat.postMessage", Fault.slow(0), Fault.refused("user_disabled"))
    request = await asked(desk)
    await desk.ready(request)
    await desk.work()
    await desk.asks("other_requester")
    await desk.work()
    await leave(desk.world.hub, request.requester_id, "forgotten")
    copies = [dict(row) for row in await sql.fetch("SELECT * FROM copies")]
    jobs = [dict(row) for row in await sql.fetch("SELECT * FROM jobs")]
    buckets = [dict(row) for row in await sql.fetch("SELECT * FROM rate_buckets")]
    mine = [copy for copy in copies if copy["subject_id"] == request.id and not copy["stage_id"]]

    assert "the requester: user_disabled" in str(jobs)
    assert desk.account("requester") not in str([copies, jobs, buckets])
    assert [(copy["place"], copy["handle"]) for copy in mine] == [("", None)]
    assert desk.account("other_requester") in str(copies)


@pytest.mark.parametrize("ends", ["membership", "role"])
async def test_who_left_the_team_gets_nothing_more_of_what_it_is_asked(
    desk: Office, ends: str
) -> None:
    hub, people = desk.world.hub, desk.world.people
    request = await desk.asks("agent")
    desk.home.channels["CBRAND"].is_archived = True
    await desk.work()
    left, stays = desk.direct("brand_one"), desk.direct("brand_two")
    before = text_of(desk.shown(left)[0])
    if ends == "membership":
        await membership.remove_member(hub, ROOT, desk.world.teams["brand"], people["brand_one"])
    else:
        await sql.execute("DELETE FROM roles WHERE user_id = $1", people["brand_one"])
    await desk.click("brand_two", stays, ActionId.APPROVE)
    await desk.work()
    copies = await notices.of_subject(request.id)
    theirs = [copy for copy in copies if copy.place == desk.account("brand_one")]

    assert text_of(desk.shown(left)[0]) == before != text_of(desk.shown(stays)[0])
    assert desk.thread(left) == []
    assert len(desk.thread(stays)) == 1
    assert [await drawn(hub, copy) for copy in theirs] == [None]


async def test_who_stood_in_is_told_that_it_ended_and_nothing_after_that(desk: Office) -> None:
    absence = await leaves(desk, "brand_one", "legal_one")
    request = await desk.asks()
    await desk.work()
    place = desk.direct("legal_one")
    await end_absence(desk.world.hub, await desk.world.actor("brand_one"), absence)
    await desk.work()
    ended = text_of(desk.shown(place)[0])
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()
    copies = await notices.of_subject(request.id)
    theirs = [copy for copy in copies if copy.place == desk.account("legal_one")]

    assert "You do not stand in for anybody here any more." in ended
    assert text_of(desk.shown(place)[0]) == ended
    assert desk.thread(place) == []
    shown = [await drawn(desk.world.hub, copy) for copy in theirs]
    assert [one["text"] for one in shown if one] == [
        f"#{request.number} {request.title}: You do not stand in for anybody here any more."
    ]
