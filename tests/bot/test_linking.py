"""Becoming known by a link for one account alone; leaving."""

import re
from datetime import timedelta

import httpx2
import pytest

from bot.ids import ActionId
from domain.chat import linking
from domain.clock import SteppingClock
from domain.database import sql
from domain.people import records
from tests.api.door import door, token_for
from tests.bot.office import TEAM, Office, text_of

WHO = "USTRANGER"


async def ticket(desk: Office) -> str:
    """Let the stranger click, and return the ticket they are given."""
    await desk.asks()
    await desk.work()
    await desk.click("stranger", "CBRAND", ActionId.APPROVE)
    shown = [m for held in desk.home.messages.values() for m in held if m.only_for == WHO]
    found = re.search(r"ticket=([\w.\-]+)", text_of(shown[-1]))
    assert found is not None
    return found[1]


def browser(desk: Office) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(base_url=desk.url, timeout=30)


async def linked(desk: Office) -> str | None:
    actor = await records.actor_by_chat(TEAM, WHO)
    return actor.user_id if actor else None


async def token(desk: Office, who: str) -> str:
    return (await token_for(desk.world, who))["authorization"].removeprefix("Bearer ")


async def test_whoever_has_a_token_links_the_account_they_were_told_of(desk: Office) -> None:
    given = await ticket(desk)
    secret = await token(desk, "finance_one")
    async with browser(desk) as http:
        page = await http.get("/slack/link", params={"ticket": given})
        done = await http.post("/slack/link", data={"ticket": given, "token": secret})
        again = await http.post("/slack/link", data={"ticket": given, "token": secret})

    assert WHO in page.text
    assert "whatever they approve counts as approved by you" in page.text
    assert done.status_code == 200
    assert await linked(desk) == desk.world.people["finance_one"]
    assert again.status_code == 403


async def test_whoever_has_the_mailbox_links_it_by_a_letter(desk: Office) -> None:
    given = await ticket(desk)
    async with browser(desk) as http:
        form = {"ticket": given, "email": "finance_one@hub.example.com"}
        asked = await http.post("/slack/link", data=form)
        unknown = await http.post("/slack/link", data={**form, "email": "no@hub.example.com"})
        (mail,) = desk.box.mails
        found = re.search(r"/slack/link/letter\?ticket=([\w.\-]+)", mail.text)
        assert found is not None
        before = await linked(desk)
        shown = await http.get("/slack/link/letter", params={"ticket": found[1]})
        unconfirmed = await linked(desk)
        await http.post("/slack/link/letter", data={"ticket": found[1]})

    assert asked.text == unknown.text
    assert mail.to == "finance_one@hub.example.com"
    assert (before, unconfirmed) == (None, None)
    assert WHO in shown.text
    assert await linked(desk) == desk.world.people["finance_one"]


async def test_a_ticket_that_is_old_or_forged_or_of_another_use_links_nobody(
    desk: Office, clock: SteppingClock
) -> None:
    given = await ticket(desk)
    secret = await token(desk, "finance_one")
    forged = given.replace(WHO, "UOTHER")
    tickets = [forged, "", "a.b.1.c", given[:-1]]
    async with browser(desk) as http:
        answers = [
            await http.post("/slack/link", data={"ticket": one, "token": secret}) for one in tickets
        ]
        wrong = await http.post("/slack/link", data={"ticket": given, "token": "glt_wrong"})
        letter = await http.post("/slack/link/letter", data={"ticket": given})
        clock.advance(linking.TICKET_LIFE + timedelta(seconds=1))
        late = await http.post("/slack/link", data={"ticket": given, "token": secret})

    assert {a.status_code for a in [*answers, wrong, letter, late]} == {403}
    assert await linked(desk) is None


async def test_pages_run_nothing_and_are_framed_by_nobody(desk: Office) -> None:
    async with browser(desk) as http:
        page = await http.get("/slack/link", params={"ticket": "<script>alert(1)</script>"})

    assert "<script>" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"


UNLINKED = "{ unlinkedAccounts { workspaceId chatUserId firstSeenAt lastSeenAt times } }"


async def test_admins_see_who_is_not_linked_and_nobody_else_does(
    desk: Office, clock: SteppingClock
) -> None:
    await ticket(desk)
    clock.advance(timedelta(hours=1))
    await desk.clicks.command(TEAM, WHO, "CBRAND", "/campaign", "list")
    seen = await (await door(desk.world, "admin")).send(UNLINKED)
    hidden = await (await door(desk.world, "manager")).send(UNLINKED)
    (account,) = seen["data"]["unlinkedAccounts"]

    assert (account["workspaceId"], account["chatUserId"], account["times"]) == (TEAM, WHO, 2)
    assert account["firstSeenAt"] < account["lastSeenAt"]
    assert hidden["data"]["unlinkedAccounts"] is None


@pytest.mark.parametrize("who", ["brand_one"])
async def test_an_account_that_was_deactivated_is_nobodys_any_more(desk: Office, who: str) -> None:
    await desk.clicks.leave(TEAM, desk.account(who))
    rows = await sql.fetch("SELECT active FROM users WHERE id = $1", desk.world.people[who])

    assert await records.actor_by_chat(TEAM, desk.account(who)) is None
    assert rows[0]["active"]


async def test_who_joins_is_linked_when_they_act(desk: Office) -> None:
    joined = {"type": "team_join", "user": {"id": WHO, "team_id": TEAM, "deleted": False}}
    outcome = await desk.clicks.event(TEAM, joined)

    assert outcome.ok
    assert await linked(desk) is None
