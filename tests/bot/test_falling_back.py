"""Where a card cannot be shown: to each reviewer, then by mail, once each."""

from datetime import timedelta

import pytest

from bot.fake import Fault
from bot.ids import ActionId
from domain.actor import Role
from domain.approvals import records as approvals
from domain.approvals.model import Choice
from domain.chat.mailing import RefusedForGoodError
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.errors import Upstream
from domain.people import membership, workspaces
from domain.people import service as people
from domain.requests.ledger import follow
from domain.requests.model import Request
from domain.requests.revise import revise
from domain.requests.vote import vote
from domain.tellings import records as tellings
from domain.tellings.model import Outcome, Way, What
from domain.tellings.service import TELL
from tests.bot.office import Office, text_of
from tests.domain.requests.acts import says
from tests.world import ROOT


def direct(desk: Office) -> list[str]:
    places = [place for place in desk.home.messages if place.startswith("D")]
    cards = [text_of(message) for place in places for message in desk.shown(place)]
    return [card for card in cards if ActionId.APPROVE in card]


async def test_the_reviewers_of_an_archived_channel_are_asked_alone_and_can_decide(
    desk: Office,
) -> None:
    await desk.asks("agent")
    desk.home.channels["CBRAND"].is_archived = True
    await desk.work()
    asked = direct(desk)
    place = next(
        name
        for name, channel in desk.home.channels.items()
        if name.startswith("D") and desk.account("brand_one") in channel.members
    )
    await desk.click("brand_one", place, ActionId.APPROVE)
    await desk.work()

    assert len(asked) == 2
    assert desk.box.mails == []
    assert all("1 of 2 approvals" in card for card in direct(desk))


async def test_where_a_token_cannot_be_renewed_reminders_and_cards_go_by_mail(
    desk: Office,
) -> None:
    request = await desk.asks()
    desk.clicks.fake.faults.add("chat.postMessage", *[Fault.refused("token_expired")] * 40)
    assert isinstance(desk.world.hub.clock, SteppingClock)
    for hours in (0, 22, 1, 24):  # From Saturday to Monday morning: beyond all quiet hours.
        desk.world.hub.clock.advance(timedelta(hours=hours))
        await desk.work()
    (stood,) = await workspaces.standings()
    told = (await tellings.of_requests([request.id]))[request.id]
    ways = {one.outcome for one in told if one.what in {What.REMINDER, What.ESCALATION}}
    waiting = await sql.fetch("SELECT 1 FROM jobs WHERE kind = $1 AND state = 'open'", TELL)

    assert stood.trouble == "needs_reinstall"
    assert ways == {Outcome.DELIVERED}
    assert waiting == []
    assert {mail.to for mail in desk.box.mails} >= {
        "brand_one@hub.example.com",
        "brand_two@hub.example.com",
        "manager@hub.example.com",
        "requester@hub.example.com",
    }


async def test_where_no_workspace_was_ever_joined_people_are_mailed(desk: Office) -> None:
    await sql.execute("DELETE FROM chat_identities")
    await sql.execute("DELETE FROM workspaces")
    await desk.asks()
    assert isinstance(desk.world.hub.clock, SteppingClock)
    for hours in (0, 22, 1, 24):
        desk.world.hub.clock.advance(timedelta(hours=hours))
        await desk.work()
    told = [(mail.to.partition("@")[0], mail.subject) for mail in desk.box.mails]

    assert (
        "brand_one",
        "Greenlight: #1 Spring launch waits for your decision in the stage “Brand”.",
    ) in told
    assert ("requester", "Greenlight: Your request #1 Spring launch is now in review.") in told
    assert ("brand_two", "Greenlight: #1 Spring launch waits for you in Brand.") in told
    assert ("manager", "Greenlight: Brand has not decided #1 Spring launch in time.") in told
    assert len(told) == len({*told})


async def test_who_cannot_be_reached_in_chat_gets_one_mail(desk: Office) -> None:
    await desk.asks("agent")
    desk.home.channels["CBRAND"].is_archived = True
    brand_one = desk.world.people["brand_one"]
    await sql.execute("DELETE FROM chat_identities WHERE user_id = $1", brand_one)
    for _ in range(3):
        await desk.work()
    (mail,) = desk.box.mails

    assert mail.to == "brand_one@hub.example.com"
    assert f"{desk.url}/requests/1" in mail.text
    assert "waits for your decision in the stage “Brand”" in mail.text
    assert len(direct(desk)) == 1


async def test_who_left_slack_gets_a_mail_instead_of_a_message(desk: Office) -> None:
    await desk.asks("requester")
    desk.home.users[desk.account("requester")].deleted = True
    await desk.work()

    told = await sql.fetch("SELECT * FROM tellings WHERE way = 'email'")

    assert [mail.to for mail in desk.box.mails] == ["requester@hub.example.com"]
    assert [row["user_id"] for row in told] == [desk.world.people["requester"]]
    assert "@" not in str([dict(row) for row in told])


async def test_at_most_five_are_asked(desk: Office) -> None:
    hub = desk.world.hub
    for number in range(6):
        email = f"more{number}@hub.example.com"
        user = await people.add_user(hub, ROOT, name=f"More {number}", email=email)
        await membership.add_member(hub, ROOT, desk.world.teams["brand"], user.id)
        await people.grant_role(hub, ROOT, user.id, Role.REVIEWER)
    await desk.asks()
    desk.home.channels["CBRAND"].is_archived = True
    await desk.work()

    assert len(direct(desk)) + len(desk.box.mails) == 5


async def test_as_many_are_asked_as_are_needed_and_nobody_who_voted(desk: Office) -> None:
    world, brand = desk.world, desk.world.teams["brand"]
    for number in range(6):
        email = f"more{number}@hub.example.com"
        user = await people.add_user(world.hub, ROOT, name=f"More {number}", email=email)
        await membership.add_member(world.hub, ROOT, brand, user.id)
        await people.grant_role(world.hub, ROOT, user.id, Role.REVIEWER)
        world.people[f"more{number}"] = user.id
    first = [world.people["brand_one"], world.people["brand_two"]]
    await sql.execute("DELETE FROM chat_identities WHERE user_id IN ($1, $2)", *first)
    await sql.execute("UPDATE teams SET workspace_id = NULL, place = NULL WHERE id = $1", brand)
    request = await desk.asks(agency_id=world.agency_id)  # Two have to look.
    await desk.work()
    asked = [mail.to for mail in desk.box.mails]
    await says(world, asked[0].partition("@")[0], request, "brand")
    await desk.work()
    then = [mail.to for mail in desk.box.mails]
    await sql.execute("UPDATE stages SET quorum = 8 WHERE request_id = $1", request.id)
    async with transaction():
        await follow(world.hub, request, world.hub.clock.now(), unchanged=True)
    await desk.work()
    last = [mail.to for mail in desk.box.mails]

    assert (len(asked), len(then), len(last)) == (5, 6, 8)
    assert len({*last}) == 8


async def test_a_mail_server_that_is_out_is_tried_again(desk: Office, clock: SteppingClock) -> None:
    desk.box.trouble.append(Upstream("mail_unreachable", "The mail server does not answer."))
    await desk.asks("requester")
    desk.home.users[desk.account("requester")].deleted = True
    await desk.work()
    none = list(desk.box.mails)
    clock.advance(timedelta(seconds=5))
    await desk.work()

    assert none == []
    assert len(desk.box.mails) == 1


async def test_a_mail_that_is_refused_for_good_waits_for_a_person(desk: Office) -> None:
    desk.box.trouble.append(RefusedForGoodError("550 no such mailbox"))
    await desk.asks("requester")
    desk.home.users[desk.account("requester")].deleted = True
    await desk.work()
    (row,) = await sql.fetch("SELECT * FROM jobs WHERE kind = 'mail.send'")
    (mail,) = await sql.fetch("SELECT * FROM mails")

    assert row["state"] == "dead"
    assert "550 no such mailbox" in row["last_error"]
    assert mail["sent_at"] is None


async def test_a_mail_that_was_sent_is_not_sent_again(desk: Office) -> None:
    await desk.asks("requester")
    desk.home.users[desk.account("requester")].deleted = True
    await desk.work()
    await sql.execute("UPDATE jobs SET state = 'open' WHERE kind = 'mail.send'")
    await desk.work()

    assert len(desk.box.mails) == 1


@pytest.mark.parametrize("code", ["not_in_channel", "missing_scope", "restricted_action"])
async def test_every_way_in_which_a_channel_refuses_is_told_otherwise(
    desk: Office, code: str
) -> None:
    await desk.asks()
    desk.clicks.fake.faults.add("chat.postMessage", Fault.refused(code))
    await desk.work()

    assert len(direct(desk)) + len(desk.box.mails) == 2


async def test_who_is_asked_alone_reads_their_language_and_what_happens_under_the_card(
    desk: Office,
) -> None:
    reader = desk.world.people["brand_one"]
    await sql.execute("UPDATE users SET locale = 'de' WHERE id = $1", reader)
    request = await desk.asks("agent")
    desk.home.channels["CBRAND"].is_archived = True
    await desk.work()
    mine, theirs = desk.direct("brand_one"), desk.direct("brand_two")
    await desk.click("brand_two", theirs, ActionId.APPROVE)
    await desk.work()
    await desk.work()
    log = [
        (one.what, one.user_id)
        for one in (await tellings.of_requests([request.id]))[request.id]
        if one.way is Way.DIRECT and one.stage_id
    ]

    assert "Freigeben" not in text_of(desk.shown(theirs)[0])
    assert "Freigeben" in text_of(desk.shown(mine)[0])
    assert [m.text for m in desk.thread(mine)] == ["Brand Two hat die Stufe Brand freigegeben."]
    assert [m.text for m in desk.thread(theirs)] == ["Brand Two approved Brand."]
    assert log.count((What.CARD, reader)) == 1
    assert log.count((What.REPLY, reader)) == 1


async def reasons(request: Request) -> list[tuple[str | None, Way, str | None]]:
    """Return who was not told for which reason, and who was told by mail."""
    told = (await tellings.of_requests([request.id]))[request.id]
    return [
        (one.reason, one.way, one.user_id) for one in told if one.reason or one.way is Way.EMAIL
    ]


async def test_a_requester_without_an_account_gets_one_mail_for_each_state(desk: Office) -> None:
    requester = desk.world.people["requester"]
    await sql.execute("DELETE FROM chat_identities WHERE user_id = $1", requester)
    request = await desk.asks("requester")
    for _ in range(2):
        async with transaction():
            await follow(desk.world.hub, request, desk.world.hub.clock.now(), unchanged=True)
        await desk.work()

    assert [mail.to for mail in desk.box.mails] == ["requester@hub.example.com"]
    assert await reasons(request) == [
        ("no_account", Way.DIRECT, requester),
        (None, Way.EMAIL, requester),
    ]


async def test_a_team_without_a_channel_is_asked_one_by_one_then_by_mail(desk: Office) -> None:
    brand_one = desk.world.people["brand_one"]
    await sql.execute("DELETE FROM chat_identities WHERE user_id = $1", brand_one)
    await sql.execute(
        "UPDATE teams SET workspace_id = NULL, place = NULL WHERE id = $1",
        desk.world.teams["brand"],
    )
    request = await desk.asks("agent")
    for _ in range(2):
        async with transaction():
            await follow(desk.world.hub, request, desk.world.hub.clock.now(), unchanged=True)
        await desk.work()

    assert len(direct(desk)) == 1
    assert [mail.to for mail in desk.box.mails] == ["brand_one@hub.example.com"]
    assert await reasons(request) == [
        ("no_place", Way.CHANNEL, None),
        (None, Way.EMAIL, brand_one),
    ]


async def test_each_time_a_request_comes_to_a_state_its_requester_gets_a_mail(
    desk: Office, clock: SteppingClock
) -> None:
    hub, requester = desk.world.hub, await desk.world.actor("requester")
    await sql.execute("DELETE FROM chat_identities WHERE user_id = $1", requester.user_id)
    request = await desk.asks("requester")
    await desk.work()
    for tagline in ("Newer", "Newest"):
        found = (await approvals.stages_of([request.id]))[request.id]
        stage = next(one for one in found if one.key == "brand")
        await vote(
            hub, await desk.world.actor("brand_one"), stage.id, Choice.REQUEST_CHANGES, "No."
        )
        await desk.work()
        async with transaction():
            await follow(hub, request, clock.now(), unchanged=True)
        await desk.work()
        await revise(hub, requester, request.id, desk.world.brief(tagline=tagline))
        await desk.work()
    states = [mail.subject.rpartition(" is now ")[2] for mail in desk.box.mails]

    assert states == ["in review.", *["changes requested.", "in review."] * 2]
