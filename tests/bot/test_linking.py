"""Becoming known by a link for one account alone; leaving."""

import re
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from bot.ids import ActionId
from domain.actor import Scope
from domain.chat import linking
from domain.clock import SteppingClock
from domain.database import sql
from domain.people import actor_records
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
    actor = await actor_records.by_chat(TEAM, WHO)
    return actor.user_id if actor else None


async def token(desk: Office, who: str, scopes: frozenset[Scope] = frozenset(Scope)) -> str:
    return (await token_for(desk.world, who, scopes))["authorization"].removeprefix("Bearer ")


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


@pytest.mark.parametrize(
    ("who", "scopes", "status"),
    [
        ("finance_one", {Scope.READ}, 403),
        ("finance_one", {Scope.READ, Scope.WRITE}, 200),
        ("admin", {Scope.READ, Scope.WRITE}, 403),
    ],
)
async def test_a_token_that_may_less_than_its_owner_links_nothing(
    desk: Office, who: str, scopes: set[Scope], status: int
) -> None:
    given, secret = await ticket(desk), await token(desk, who, frozenset(scopes))
    async with browser(desk) as http:
        done = await http.post("/slack/link", data={"ticket": given, "token": secret})

    assert done.status_code == status
    assert (await linked(desk) is None) == (status == 403)


async def test_whoever_has_the_mailbox_links_it_by_a_letter(desk: Office) -> None:
    given = await ticket(desk)
    async with browser(desk) as http:
        form = {"ticket": given, "email": "finance_one@hub.example.com"}
        asked = await http.post("/slack/link", data=form)
        unknown = await http.post("/slack/link", data={**form, "email": "no@hub.example.com"})
        inline = list(desk.box.mails)
        await desk.work()
        (mail,) = desk.box.mails
        found = re.search(r"/slack/link/letter\?ticket=([\w.\-]+)", mail.text)
        assert found is not None
        before = await linked(desk)
        shown = await http.get("/slack/link/letter", params={"ticket": found[1]})
        unconfirmed = await linked(desk)
        await http.post("/slack/link/letter", data={"ticket": found[1]})

    assert asked.text == unknown.text
    assert inline == []
    assert mail.to == "finance_one@hub.example.com"
    assert (before, unconfirmed) == (None, None)
    assert WHO in shown.text
    assert await linked(desk) == desk.world.people["finance_one"]


async def test_letters_are_bounded_for_each_ticket_and_the_answer_stays_the_same(
    desk: Office, clock: SteppingClock
) -> None:
    given = await ticket(desk)
    form = {"ticket": given, "email": "finance_one@hub.example.com"}
    async with browser(desk) as http:
        answers = [await http.post("/slack/link", data=form) for _ in range(6)]
        other = await http.post("/slack/link", data={**form, "email": "admin@hub.example.com"})
    await desk.work()
    at_once = len(desk.box.mails)
    clock.advance(timedelta(hours=1))
    fresh = linking.ticket(desk.world.hub, TEAM, WHO)
    async with browser(desk) as http:
        answers += [await http.post("/slack/link", data={**form, "ticket": fresh}) for _ in "12"]
    await desk.work()

    assert {(one.status_code, one.text) for one in [*answers, other]} == {(200, other.text)}
    assert at_once == 3
    assert len(desk.box.mails) == 4


async def test_letters_are_bounded_for_each_address_whoever_asks(desk: Office) -> None:
    hub = desk.world.hub
    for number in range(5):
        given = linking.ticket(hub, TEAM, f"USTRANGER{number}")
        await linking.ask_letter(hub, given, " Finance_One@hub.example.com")
    await linking.ask_letter(hub, linking.ticket(hub, TEAM, WHO), "admin@hub.example.com")
    await desk.work()

    assert [m.to.partition("@")[0] for m in desk.box.mails] == ["finance_one"] * 3 + ["admin"]


async def test_letters_are_bounded_for_the_whole_hub(desk: Office) -> None:
    hub = desk.world.hub
    for number in range(61):
        given = linking.ticket(hub, TEAM, f"USTRANGER{number}")
        await linking.ask_letter(hub, given, f"nobody{number}@hub.example.com")
    await linking.ask_letter(hub, linking.ticket(hub, TEAM, WHO), "admin@hub.example.com")
    asked = await sql.fetch("SELECT 1 FROM jobs WHERE kind = 'mail.send'")
    await desk.work()

    assert len(asked) == 60
    assert desk.box.mails == []


async def test_what_is_done_for_an_address_does_not_tell_whether_it_is_known(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even how long it takes can tell where every statement is the same."""
    hub, made, done = desk.world.hub, sql._statement, list[str]()

    def noted(query: str, *given: Any, **more: Any) -> Any:
        done.append(query)
        return made(query, *given, **more)

    async def asked(account: str, email: str) -> list[str]:
        done.clear()
        await linking.ask_letter(hub, linking.ticket(hub, TEAM, account), email)
        return list(done)

    monkeypatch.setattr(sql, "_statement", noted)
    known = await asked("UONE", "finance_one@hub.example.com")
    unknown = await asked("UTWO", "nobody@hub.example.com")
    beyond = [await asked("UONE", f"{name}@hub.example.com") for name in ("admin", "no", "a", "b")]

    assert known
    assert known == unknown
    assert beyond[0] == beyond[1] == known
    assert beyond[2] == beyond[3]


async def test_a_letter_is_written_in_the_language_of_its_reader(desk: Office) -> None:
    reader = desk.world.people["finance_one"]
    await sql.execute("UPDATE users SET locale = 'de-AT' WHERE id = $1", reader)
    form = {"ticket": await ticket(desk), "email": "finance_one@hub.example.com"}
    async with browser(desk) as http:
        await http.post("/slack/link", data=form, headers={"accept-language": "en"})
    await desk.work()
    (mail,) = desk.box.mails

    assert mail.subject == "Greenlight: Ist das Ihr Konto?"
    assert "bestätigen Sie es hier innerhalb einer halben Stunde: http://" in mail.text


@pytest.mark.parametrize("odd", ["a\x00@hub.example.com", "x" * 9_000, "\ufffd"])
async def test_odd_addresses_are_answered_as_any_other(desk: Office, odd: str) -> None:
    form = {"ticket": await ticket(desk), "email": odd}
    async with browser(desk) as http:
        answer = await http.post("/slack/link", data=form)
    await desk.work()

    assert answer.status_code == 200
    assert desk.box.mails == []


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

    assert await actor_records.by_chat(TEAM, desk.account(who)) is None
    assert rows[0]["active"]


async def test_who_joins_is_linked_when_they_act(desk: Office) -> None:
    joined = {"type": "team_join", "user": {"id": WHO, "team_id": TEAM, "deleted": False}}
    outcome = await desk.clicks.event(TEAM, joined)

    assert outcome.ok
    assert await linked(desk) is None
