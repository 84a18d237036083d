"""Installing the app in a browser, renewing its tokens, removing it."""

import asyncio
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from app.console.asking import CONSOLE
from app.doctor.installed import standing
from bot.fake import Fault, Installation, User, Workspace
from bot.ids import ActionId
from bot.installing.manifest import SCOPES
from bot.installing.rotating import renew_one
from domain.chat import installing
from domain.clock import SteppingClock
from domain.database import sql
from domain.people import renewing, workspaces
from tests.bot.office import OAUTH, TEAM, Office, text_of

OTHER = "T0002"


def other(desk: Office) -> Workspace:
    home = Workspace(OTHER, "Others", "others", Installation("UBOT2", "BBOT2", ""))
    home.add_user(User("UBOT2", "greenlight", "Greenlight", is_bot=True))
    home.installation.is_active = False
    return desk.clicks.fake.workspaces.add(home)


def browser(desk: Office) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(base_url=desk.url, timeout=30)


def invitation(desk: Office, hours: int = 1) -> str:
    return installing.invite(desk.world.hub, CONSOLE, hours)


async def begun(desk: Office, http: httpx2.AsyncClient) -> dict[str, str]:
    """Begin an installation and return what Slack is asked."""
    answer = await http.get("/slack/install", params={"invitation": invitation(desk)})
    assert answer.status_code == 302
    return {k: v[0] for k, v in parse_qs(urlsplit(answer.headers["location"]).query).items()}


async def allowed(http: httpx2.AsyncClient, asked: dict[str, str], team: str) -> str:
    """Allow it at Slack and return where the browser is sent."""
    answer = await http.post("/oauth/v2/authorize", data={**asked, "team": team})
    return str(answer.headers["location"])


async def installed(desk: Office, team: str = OTHER) -> httpx2.Response:
    async with browser(desk) as http:
        return await http.get(await allowed(http, await begun(desk, http), team))


async def test_the_app_is_installed_in_a_further_workspace(desk: Office) -> None:
    other(desk)
    answer = await installed(desk)
    found = await workspaces.find(desk.world.hub, OTHER)
    rows = await sql.fetch("SELECT * FROM workspaces WHERE id = $1", OTHER)

    assert answer.status_code == 200
    assert "Greenlight is installed in Others" in answer.text
    assert found is not None
    assert found.token == desk.clicks.fake.workspaces.team(OTHER).installation.token
    assert set(found.scopes) == set(SCOPES)
    assert found.token not in str(dict(rows[0]))
    assert (found.refresh or "?") not in str(dict(rows[0]))


async def test_nobody_installs_without_an_invitation(desk: Office, clock: SteppingClock) -> None:
    old = invitation(desk)
    clock.advance(timedelta(hours=2))
    async with browser(desk) as http:
        answers = [
            await http.get("/slack/install"),
            await http.get("/slack/install", params={"invitation": "a.b.c"}),
            await http.get("/slack/install", params={"invitation": old}),
        ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert all("set-cookie" not in answer.headers for answer in answers)


async def test_an_answer_is_taken_once(desk: Office) -> None:
    other(desk)
    async with browser(desk) as http:
        back = await allowed(http, await begun(desk, http), OTHER)
        cookie = dict(http.cookies)
        first = await http.get(back)
        http.cookies.update(cookie)
        again = await http.get(back)

    assert (first.status_code, again.status_code) == (200, 403)
    assert "finished already" in again.text


async def test_an_answer_from_another_browser_is_refused(desk: Office) -> None:
    other(desk)
    async with browser(desk) as mine, browser(desk) as theirs:
        back = await allowed(mine, await begun(desk, mine), OTHER)
        await begun(desk, theirs)
        stolen = await theirs.get(back)

    assert stolen.status_code == 403
    assert await workspaces.find(desk.world.hub, OTHER) is None


async def test_an_answer_that_took_too_long_is_refused(desk: Office, clock: SteppingClock) -> None:
    other(desk)
    async with browser(desk) as http:
        back = await allowed(http, await begun(desk, http), OTHER)
        clock.advance(installing.LIFE)
        late = await http.get(back)

    assert late.status_code == 403


@pytest.mark.parametrize("state", ["", "x", "x.y", "\x00.a"])
async def test_a_state_that_is_made_up_is_refused(desk: Office, state: str) -> None:
    async with browser(desk) as http:
        await begun(desk, http)
        answer = await http.get("/slack/oauth_redirect", params={"state": state, "code": "x"})

    assert answer.status_code == 403


async def test_who_cancels_at_slack_is_told_so(desk: Office) -> None:
    async with browser(desk) as http:
        answer = await http.get(await allowed(http, await begun(desk, http), ""))

    assert "was cancelled" in answer.text


async def test_a_code_that_slack_does_not_know_is_said(desk: Office) -> None:
    async with browser(desk) as http:
        asked = await begun(desk, http)
        given = {"state": asked["state"], "code": "forged"}
        answer = await http.get("/slack/oauth_redirect", params=given)

    assert answer.status_code == 502
    assert "invalid_code" in answer.text


async def test_a_whole_organisation_is_one_installation(desk: Office) -> None:
    home = other(desk)
    home.enterprise_id = "E0001"
    await installed(desk)
    await desk.bot.clients.heard_from(OTHER, "E0001")
    await desk.bot.clients.heard_from("T0666", "E0666")
    found = await workspaces.find(desk.world.hub, OTHER)

    assert found is not None
    assert found.id == "E0001"
    assert await workspaces.find(desk.world.hub, "T0666") is None


async def rotating(desk: Office) -> Workspace:
    home = other(desk)
    await installed(desk)
    return home


async def test_a_token_is_renewed_before_it_ends(desk: Office, clock: SteppingClock) -> None:
    home = await rotating(desk)
    hub, first = desk.world.hub, home.installation.token
    assert await renewing.due(clock.now()) == []
    clock.advance(timedelta(hours=9))
    assert await renewing.due(clock.now()) == [OTHER]
    assert await renew_one(hub, f"{desk.url}/api/", OAUTH, OTHER)
    found = await workspaces.find(hub, OTHER)

    assert found is not None
    assert found.token == home.installation.token != first
    assert found.refresh == home.installation.refresh_token
    assert await renewing.due(clock.now()) == []


async def test_of_two_who_renew_at_once_one_does(desk: Office, clock: SteppingClock) -> None:
    home = await rotating(desk)
    hub, api = desk.world.hub, f"{desk.url}/api/"
    clock.advance(timedelta(hours=9))
    before = desk.clicks.fake.calls.counts["oauth.v2.access"]
    desk.clicks.fake.faults.add("oauth.v2.access", Fault.slow(0.2))
    await asyncio.gather(*[renew_one(hub, api, OAUTH, OTHER) for _ in range(5)])
    found = await workspaces.find(hub, OTHER)

    assert desk.clicks.fake.calls.counts["oauth.v2.access"] == before + 1
    assert found is not None
    assert found.token == home.installation.token


async def test_a_worker_that_died_with_the_answer_is_followed_by_needs_reinstall(
    desk: Office, clock: SteppingClock
) -> None:
    home = await rotating(desk)
    hub, api = desk.world.hub, f"{desk.url}/api/"
    clock.advance(timedelta(hours=9))
    desk.clicks.fake.faults.add("oauth.v2.access", Fault.lost_after())
    assert not await renew_one(hub, api, OAUTH, OTHER)
    assert await renew_one(hub, api, OAUTH, OTHER)
    (stood,) = [one for one in await workspaces.standings() if one.id == OTHER]
    again = await installed(desk)
    (mended,) = [one for one in await workspaces.standings() if one.id == OTHER]
    found = await workspaces.find(hub, OTHER)

    assert stood.trouble == "needs_reinstall"
    assert again.status_code == 200
    assert mended.trouble is None
    assert found is not None
    assert found.token == home.installation.token


async def test_an_answer_that_comes_after_a_new_installation_is_dropped(
    desk: Office, clock: SteppingClock
) -> None:
    home = await rotating(desk)
    hub = desk.world.hub
    clock.advance(timedelta(hours=9))
    renewal = await renewing.claim(hub, OTHER)
    assert renewal is not None
    await installed(desk)
    kept = await renewing.renewed(hub, renewal, "xoxb-stale", "xoxe-stale", None)
    found = await workspaces.find(hub, OTHER)

    assert not kept
    assert found is not None
    assert found.token == home.installation.token


async def test_uninstalled_amid_votes_the_votes_stay_and_the_cards_stop(desk: Office) -> None:
    await desk.asks("agent")
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()
    before = text_of(desk.shown("CBRAND")[0])
    await desk.clicks.uninstall(TEAM)
    calls = desk.clicks.fake.calls.counts["chat.update"]
    await desk.click("brand_two", "CBRAND", ActionId.APPROVE)
    await desk.work()

    assert text_of(desk.shown("CBRAND")[0]) == before
    assert desk.clicks.fake.calls.counts["chat.update"] == calls
    assert len(await sql.fetch("SELECT * FROM votes")) == 1


async def test_where_an_organisation_removes_it_all_its_workspaces_are_left(desk: Office) -> None:
    hub, clients = desk.world.hub, desk.bot.clients
    teams = desk.clicks.fake.workspaces
    third = teams.add(Workspace("T0003", "Third", "third", Installation("UBOT3", "BBOT3", "")))
    for home in (other(desk), third):
        home.enterprise_id = "E0001"
    await installed(desk)
    for team in (OTHER, "T0003"):
        await clients.heard_from(team, "E0001")
    before = [await clients.of(team) for team in (OTHER, "T0003")]
    await desk.clicks.uninstall("T0003")
    after = [await clients.of(team) for team in (OTHER, "T0003", "E0001")]
    await installed(desk)
    again = [await clients.of(team) for team in (OTHER, "T0003")]

    assert None not in before
    assert after == [None, None, None]
    assert await workspaces.find(hub, TEAM) is not None
    assert None not in again


async def test_installed_again_a_running_server_goes_on_where_it_stopped(desk: Office) -> None:
    await desk.asks("agent")
    await desk.work()
    await desk.clicks.uninstall(TEAM)
    await desk.asks("agent")
    await desk.work()
    stopped = len(desk.shown("CBRAND"))
    await installed(desk, TEAM)
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE, 0)
    await desk.work()

    assert stopped == 1
    assert len(desk.shown("CBRAND")) == 2
    assert "1 of 2 approvals" in text_of(desk.shown("CBRAND")[0])


async def test_the_look_alikes_page_removes_the_app_and_the_doctor_says_so(desk: Office) -> None:
    well = await standing()
    async with browser(desk) as http:
        answer = await http.post("/slack/ui/act", json={"act": "uninstall", "team": TEAM})
    (line,) = await standing()

    assert well == [f"Slack workspace Tests ({TEAM}): installed"]
    assert answer.json()["ok"]
    assert line.startswith("needs a person: Slack workspace Tests")
    assert "greenlight install-link" in line


async def test_a_token_that_is_revoked_is_said_of_the_workspace(desk: Office) -> None:
    await desk.asks("agent")
    desk.clicks.fake.faults.add("chat.postMessage", *[Fault.refused("token_revoked")] * 9)
    await desk.work()
    (stood,) = await workspaces.standings()

    assert stood.trouble == "needs_reinstall"
    assert sorted(mail.to for mail in desk.box.mails) == [
        "agent@agency.example.com",
        "brand_one@hub.example.com",
        "brand_two@hub.example.com",
    ]
