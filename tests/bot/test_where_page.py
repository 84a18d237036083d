"""Links of ours that are opened in a browser: where to look, and nothing else."""

from collections.abc import Iterable
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.pages.front_end import checked_template
from bot.pages.where import routes
from domain.hub import Hub
from domain.people import workspaces
from domain.requests.submit import submit
from tests.bot.office import TEAM, installed
from tests.world import World

FRONT = "https://front.example.com/{kind}/{number}?from=mail"


def browser(served: Iterable[BaseRoute]) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=Starlette(routes=list(served)))
    return httpx2.AsyncClient(transport=transport, base_url="http://hub")


def without(text: str, number: int) -> str:
    return text.replace(f"#{number}", "#N")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_page_is_the_same_whether_there_is_such_a_thing_or_not(world: World) -> None:
    asked = await submit(
        world.hub, await world.actor("requester"), "campaign", world.brief(name="Very secret")
    )
    async with browser(routes(None, "A0123456789")) as http:
        found = await http.get(f"/requests/{asked.number}")
        missing = await http.get("/requests/999999")
        case = await http.get("/cases/7")

    assert without(found.text, asked.number) == without(missing.text, 999999)
    assert "Very secret" not in found.text
    assert (found.status_code, missing.status_code, case.status_code) == (200, 200, 200)
    assert f"<h1>Request #{asked.number}</h1>" in found.text
    assert "/case show 7" in case.text
    assert found.headers["content-security-policy"].startswith("default-src 'none'")
    assert found.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_slack_is_linked_only_where_there_is_one_place_for_everybody(hub: Hub) -> None:
    link = 'href="slack://app?team=T0001&amp;id=A0123456789&amp;tab=home"'
    async with browser(routes(None, "A0123456789")) as http, browser(routes()) as unset:
        nowhere = await http.get("/requests/1")
        await workspaces.install(hub, installed())
        once = await http.get("/requests/1")
        nameless = await unset.get("/requests/1")
        other = workspaces.Workspace("T0002", "An agency", "xoxb-2", "B2", "U2")
        await workspaces.install(hub, other)
        twice = await http.get("/requests/1")
        await workspaces.remove("T0002", hub.clock.now())
        again = await http.get("/requests/1")
        await workspaces.add_branch("T0003", TEAM)
        organisation = await http.get("/requests/1")

    assert [link in one.text for one in (nowhere, once, twice, again)] == [False, True, False, True]
    assert "slack://" not in nameless.text + twice.text + organisation.text
    assert "An agency" not in twice.text


async def test_a_link_to_a_title_leads_on_and_shows_nothing() -> None:
    title = f"ttl_{'0' * 26}"
    async with browser(routes()) as http, browser(routes(FRONT)) as front:
        page = await http.get(f"/titles/{title}")
        odd = [await http.get(f"/titles/{one}") for one in ("12", title[:-1], title.upper())]
        led = await front.get(f"/titles/{title}")

    assert page.status_code == 200
    assert "<h1>A title in Greenlight</h1>" in page.text
    assert title not in page.text
    assert led.headers["location"] == f"https://front.example.com/titles/{title}?from=mail"
    assert {one.status_code for one in odd} == {404}
    assert all("ends with the id of a title" in one.text for one in odd)


@pytest.mark.parametrize("accepted", ["de", "de-AT,de;q=0.9,en;q=0.1"])
@pytest.mark.parametrize("kind", ["requests", "cases"])
async def test_a_page_speaks_the_browsers_language(kind: str, accepted: str) -> None:
    async with browser(routes()) as http:
        page = await http.get(f"/{kind}/12", headers={"accept-language": accepted})

    assert "Sehen Sie in Slack nach" in page.text
    assert 'lang="de"' in page.text


async def test_a_front_end_of_the_house_is_where_links_lead_on() -> None:
    async with browser(routes(FRONT)) as http:
        request = await http.get("/requests/12?next=https://evil.example")
        case = await http.get("/cases/007/", headers={"host": "evil.example"})

    assert request.status_code == 302
    assert request.headers["location"] == "https://front.example.com/requests/12?from=mail"
    assert case.headers["location"] == "https://front.example.com/cases/007?from=mail"
    assert request.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("front", [None, FRONT])
@pytest.mark.parametrize(
    "odd",
    [
        "x",
        "-1",
        "1" * 10,
        "9" * 5_000,
        "1.0",
        "%00",
        "%0d%0aset-cookie:a=b",
        "١٢",
        "12%2f..",
        "<b>",
    ],
)
async def test_what_is_no_number_leads_nowhere(front: str | None, odd: str) -> None:
    async with browser(routes(front)) as http:
        answers: list[Any] = [await http.get(f"/{kind}/{odd}") for kind in ("requests", "cases")]

    assert {one.status_code for one in answers} == {404}
    assert "<b>" not in answers[0].text
    assert "location" not in answers[0].headers


@pytest.mark.parametrize(
    "good",
    [
        FRONT,
        "https://front.example.com/app#/{kind}/{number}",
        "http://127.0.0.1:3000/{kind}?n={number}",
        "http://localhost:3000/see/{number}",
    ],
)
def test_a_template_leads_to_one_place(good: str) -> None:
    assert checked_template(good) == good


@pytest.mark.parametrize(
    "wrong",
    [
        "https://front.example.com/requests",
        "https://front.example.com/{}",
        "https://front.example.com/{number}/{other}",
        "https://front.example.com/{number.__class__}",
        "https://front.example.com/{number[0]}",
        "https://front.example.com/{number!r}",
        "https://front.example.com/{number:>9}",
        "https://front.example.com/{number",
        "https://{number}.example.com/",
        "https://x@front.example.com/{number}",
        "http://front.example.com/{number}",
        "javascript:alert({number})",
        "//front.example.com/{number}",
        "/{number}",
        "https://front.example.com/{number} x",
        "https://front.example.com/{number}\nx",
    ],
)
def test_a_template_that_leads_elsewhere_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        checked_template(wrong)
