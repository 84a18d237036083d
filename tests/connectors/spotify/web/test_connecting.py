"""Connecting a brand's account by the doors: GraphQL, and a browser that goes and comes back."""

import json
from dataclasses import replace
from datetime import timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest

from api.doors.connections import CALLBACK
from connectors.spotify.web.authorizing import SpotifyAuthoriser
from domain.actor import Role
from domain.audit import service as audit
from domain.authorising import Authorised
from domain.catalog import service as catalog
from domain.connections.rules import ASKED, ERRORS, LIFE
from domain.database import sql
from domain.errors import Forbidden
from domain.people import service as people
from tests.api.door import door
from tests.connectors.spotify.web.house import BEGIN, CUT, HERE, Browser, House, asked_in
from tests.world import ROOT

#: The one refusal of every answer that nobody waits for.
UNEXPECTED = "This was not begun in this browser"


async def kept_of(house: House) -> str:
    """Return all that the tables of connections and of the record hold, as text."""
    tables = (
        "connections",
        "connection_attempts",
        "credentials",
        "audit_events",
        "receipts",
        "jobs",
    )
    rows = [dict(row) for name in tables for row in await sql.fetch(f"SELECT * FROM {name}")]
    return json.dumps(rows, default=str)


async def test_an_account_is_connected_by_who_agrees_in_one_browser(house: House) -> None:
    browser = house.browser()
    begun = await house.begin()
    waiting = await house.shown()
    there = await browser.lead(begun["address"])
    answer = await browser.back(await browser.asked(there))
    shown, asked = await house.shown(), asked_in(there)

    assert waiting is not None
    assert (waiting["state"], waiting["account"]) == ("WAITING", None)
    assert there.startswith("https://accounts.example.com/authorize?")
    assert (asked["code_challenge_method"], asked["show_dialog"]) == ("S256", "true")
    assert (asked["redirect_uri"], asked["scope"]) == (HERE + CALLBACK, " ".join(ASKED))
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "sampleroasters" not in answer.text
    assert shown == {
        "state": "CONNECTED",
        "account": {"id": "sampleroasters", "name": "Sample Roasters Playlists"},
        "scopes": sorted(ASKED),
        "connectedBy": "Manager",
        "connectedAt": house.clock.now().isoformat(),
        "trouble": None,
    }


async def test_an_answer_is_taken_once(house: House) -> None:
    browser = house.browser()
    back = await house.answered(browser)
    first = await browser.back(back)
    again = await browser.back(back)

    assert (first.status_code, again.status_code) == (200, 403)
    assert UNEXPECTED in again.text
    assert house.accounts.codes == {}


async def test_an_answer_that_somebody_else_brings_is_not_taken_and_stays_good(
    house: House,
) -> None:
    mine, theirs = house.browser(), house.browser()
    back = await house.answered(mine)
    await theirs.lead((await house.begin("admin"))["address"])  # They began one of their own.
    brought = await theirs.back(back)
    own = await mine.back(back)

    assert (brought.status_code, own.status_code) == (403, 200)
    assert UNEXPECTED in brought.text


@pytest.mark.parametrize("wrong", ["", "x", "att_1.x", "other", "signature"])
async def test_a_forged_state_is_not_taken(house: House, wrong: str) -> None:
    browser = house.browser()
    given = asked_in(await house.answered(browser))
    attempt = given["state"].partition(".")[0]
    forged = {"other": f"{attempt}.x", "signature": given["state"][:-1]}.get(wrong, wrong)
    query = urlencode({"code": given["code"], "state": forged})
    answer = await browser.back(f"{HERE}{CALLBACK}?{query}")

    assert answer.status_code == 403
    assert UNEXPECTED in answer.text
    assert len(house.accounts.codes) == 1


async def test_an_answer_that_comes_late_is_not_taken(house: House) -> None:
    browser = house.browser()
    back = await house.answered(browser)
    house.clock.advance(LIFE)
    late = await browser.back(back)
    old = await browser.http.get((await house.begin())["address"])
    link = (await house.begin())["address"]
    house.clock.advance(LIFE)
    gone = await browser.http.get(link)

    assert (late.status_code, old.status_code, gone.status_code) == (403, 302, 403)
    assert UNEXPECTED in late.text


async def test_a_no_is_recorded_and_what_was_connected_stays(house: House) -> None:
    await house.connect()
    browser = house.browser()
    back = await house.answered(browser, "cancel")
    denied = await browser.back(back)
    again = await browser.back(back)
    (row,) = await sql.fetch("SELECT id FROM connections")
    acts = [event.act for event in await audit.trail(row["id"])]
    shown = await house.shown()

    assert (denied.status_code, again.status_code) == (200, 403)
    assert "access_denied" not in denied.text
    assert acts[-2:] == ["connection.begun", "connection.denied"]
    assert shown is not None
    assert shown["state"] == "CONNECTED"


@pytest.mark.parametrize("error", [*ERRORS, "<b>odd</b>"])
async def test_each_error_in_the_place_of_an_answer_says_what_it_means_and_what_next(
    house: House, error: str
) -> None:
    browser = house.browser()
    state = asked_in(await house.answered(browser))["state"]
    query = urlencode({"error": error, "error_description": "<i>said</i>", "state": state})
    answer = await browser.back(f"{HERE}{CALLBACK}?{query}")
    again = await browser.back(f"{HERE}{CALLBACK}?{query}")
    (row,) = await sql.fetch("SELECT id FROM connections")
    last = [*await audit.trail(row["id"])][-1]
    denied = error == "access_denied"

    assert (answer.status_code, again.status_code) == (200, 403)
    assert escape(ERRORS.get(error, "Spotify gave no answer that this hub knows.")) in answer.text
    assert ("did not agree" in answer.text) is denied
    assert "odd" not in answer.text + json.dumps(last.details)
    assert "said" not in answer.text
    assert last.act == ("connection.denied" if denied else "connection.failed")
    assert last.details["error"] == (error if error in ERRORS else "unknown")


async def test_behind_a_path_the_cookie_is_for_that_path(house: House) -> None:
    hub = replace(house.world.hub, public_url=f"{HERE}/greenlight/")
    house.world = replace(house.world, hub=hub)
    address = (await house.begin())["address"].replace("/greenlight//", "/")
    answer = await house.browser().http.get(address)

    assert answer.status_code == 302
    assert "Path=/greenlight/connect/spotify;" in answer.headers["set-cookie"]


async def other(house: House, browser: Browser, **more: Any) -> httpx2.Response:
    """Have somebody agree with another account than the one that is connected."""
    house.accounts.account_id, house.accounts.name = "another", "<b>Another</b>"
    there = await browser.lead((await house.begin(**more))["address"])
    return await browser.back(await browser.asked(there))


async def test_another_account_than_before_is_named_and_changes_nothing(house: House) -> None:
    await house.connect()
    before = await house.shown()
    answer = await other(house, house.browser())
    (row,) = await sql.fetch("SELECT id FROM connections")
    last = [*await audit.trail(row["id"])][-1]

    assert answer.status_code == 409
    assert "was Sample Roasters Playlists (sampleroasters); this is" in answer.text
    assert "&lt;b&gt;Another&lt;/b&gt; (another)" in answer.text
    assert await house.shown() == before
    assert last.act == "connection.another_refused"
    assert (last.details["before"], last.details["after"]) == ("sampleroasters", "another")


async def test_another_account_that_is_meant_is_connected_and_told_to_those_who_manage(
    house: House,
) -> None:
    await house.connect()
    front = await house.door()
    await front.data(CUT, input={"brandId": house.world.brand_id})
    answer = await other(house, house.browser(), confirmed=True)
    shown = await house.shown()
    (row,) = await sql.fetch("SELECT id FROM connections")
    last = [*await audit.trail(row["id"])][-1]
    (case,) = await sql.fetch("SELECT title, text FROM cases")

    assert answer.status_code == 200
    assert shown is not None
    assert shown["account"]["id"] == "another"
    assert (last.details["before"], last.details["account"]) == ("sampleroasters", "another")
    assert case["title"].endswith("has another playlist account")
    assert "Sample Roasters Playlists (sampleroasters), and is" in case["text"]


async def test_the_same_account_connected_again_is_nothing_to_tell(house: House) -> None:
    await house.connect()
    await house.connect()

    assert await sql.fetch("SELECT id FROM cases") == []


async def test_less_than_is_needed_is_refused_by_name_and_kept_nowhere(house: House) -> None:
    house.accounts.withheld = frozenset({"ugc-image-upload"})
    browser = house.browser()
    answer = await browser.back(await house.answered(browser))
    shown = await house.shown()

    assert answer.status_code == 403
    assert "did not grant ugc-image-upload." in answer.text
    assert shown is not None
    assert shown["state"] == "WAITING"
    assert await sql.fetch("SELECT * FROM credentials") == []


async def test_who_may_not_any_more_connects_nothing(house: House) -> None:
    browser = house.browser()
    back = await house.answered(browser)
    await people.revoke_role(house.world.hub, ROOT, house.world.people["manager"], Role.MANAGER)
    answer = await browser.back(back)

    assert answer.status_code == 403
    assert await sql.fetch("SELECT * FROM credentials") == []


async def test_what_was_cut_off_meanwhile_is_not_connected(house: House) -> None:
    await house.connect()
    browser = house.browser()
    back = await house.answered(browser)
    given = {"brandId": house.world.brand_id}
    cut = (await (await house.door()).data(CUT, input=given))["cutConnection"]
    answer = await browser.back(back)

    assert cut == {
        "connection": {"state": "CUT", "account": {"id": "sampleroasters"}},
        "errors": [],
    }
    assert answer.status_code == 403
    assert await sql.fetch("SELECT * FROM credentials") == []


async def test_what_is_cut_off_while_spotify_is_asked_is_not_connected(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, exchange = house.browser(), SpotifyAuthoriser.exchange
    back = await house.answered(browser)

    async def slow(self: SpotifyAuthoriser, code: str, verifier: str) -> Authorised:
        found = await exchange(self, code, verifier)
        await (await house.door()).data(CUT, input={"brandId": house.world.brand_id})
        return found

    monkeypatch.setattr(SpotifyAuthoriser, "exchange", slow)
    answer = await browser.back(back)

    assert answer.status_code == 403
    assert await sql.fetch("SELECT * FROM credentials") == []


@pytest.mark.parametrize("who", ["requester", "brand_one", "auditor", "agent"])
async def test_only_managers_connect_and_cut(house: House, who: str) -> None:
    way, given = await door(house.world, who), {"brandId": house.world.brand_id}
    begun = (await way.data(BEGIN, input=given))["beginConnection"]
    cut = (await way.data(CUT, input=given))["cutConnection"]

    assert [one["code"] for one in begun["errors"] + cut["errors"]] == ["not_allowed"] * 2
    assert begun["address"] is None
    assert await sql.fetch("SELECT * FROM connections") == []


async def test_a_manager_of_another_brand_hears_the_same_of_this_one_and_of_none(
    house: House,
) -> None:
    hub, user = house.world.hub, house.world.people["manager"]
    await people.revoke_role(hub, ROOT, user, Role.MANAGER)
    other = await _another_brand(house)
    await people.grant_role(hub, ROOT, user, Role.MANAGER, brand_id=other)
    way = await house.door()
    here, none = [
        (await way.data(BEGIN, input={"brandId": brand}))["beginConnection"]["errors"]
        for brand in (house.world.brand_id, "brd_none")
    ]
    theirs = (await way.data(BEGIN, input={"brandId": other}))["beginConnection"]

    assert here == none
    assert theirs["errors"] == []


async def _another_brand(house: House) -> str:
    return (await catalog.add_brand(house.world.hub, ROOT, "Other Roasters")).id


async def test_only_those_who_may_see_it_are_shown_a_connection(house: House) -> None:
    await house.connect()

    assert await house.shown("auditor") is not None
    assert await house.shown("requester") is None
    assert await house.shown("agent") is None


async def test_nothing_of_a_token_is_told_or_kept_in_the_open(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = house.browser()
    begun = await house.begin()
    there = await browser.lead(begun["address"])
    back = await browser.asked(there)
    page = await browser.back(back)
    told = json.dumps(await house.shown()) + page.text + "".join(capsys.readouterr())
    secrets = [*house.accounts.refreshes, *house.accounts.access, asked_in(back)["code"]]
    kept = await kept_of(house)

    assert len(secrets) == 3
    assert [one for one in secrets if one in told or one in kept] == []
    assert asked_in(there)["state"].partition(".")[2] not in kept
    assert browser.http.cookies == {}


async def test_a_call_that_is_repeated_leads_to_the_same_attempt(house: House) -> None:
    first = await house.begin(idempotencyKey="k")
    again = await house.begin(idempotencyKey="k")

    assert first["address"] == again["address"]
    assert len(await sql.fetch("SELECT * FROM connection_attempts")) == 1


async def test_a_call_that_is_repeated_when_all_is_over_leads_nowhere(house: House) -> None:
    late, answered = [await house.begin(idempotencyKey=key) for key in ("late", "answered")]
    browser = house.browser()
    await browser.back(await browser.asked(await browser.lead(answered["address"]), "agree"))
    finished = await house.begin(idempotencyKey="answered")
    house.clock.advance(LIFE)
    ended = await house.begin(idempotencyKey="late")

    assert late["address"] is not None
    assert [(one["address"], one["errors"]) for one in (finished, ended)] == [(None, [])] * 2


async def test_a_code_without_its_verifier_opens_nothing(house: House) -> None:
    browser = house.browser()
    code = asked_in(await house.answered(browser))["code"]
    thief = SpotifyAuthoriser(house.spotify, house.clock, house.app)

    with pytest.raises(Forbidden, match="did not take the answer"):
        await thief.exchange(code, "a guess")


async def test_links_are_forgotten_once_they_are_over(house: House) -> None:
    await house.begin()
    house.clock.advance(LIFE + timedelta(seconds=1))
    await house.begin()

    assert len(await sql.fetch("SELECT * FROM connection_attempts")) == 1


async def test_where_spotify_knows_no_app_nothing_can_be_begun(house: House) -> None:
    hub = replace(house.world.hub, authoriser=None)
    house.world = replace(house.world, hub=hub)
    begun = await house.begin()
    answer = await house.browser().http.get("/connect/spotify?ticket=x")

    assert [one["code"] for one in begun["errors"]] == ["not_set_up"]
    assert answer.status_code == 409
