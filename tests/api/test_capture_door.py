"""The door of links and forms for leads: what it shows, sets and refuses."""

from dataclasses import replace
from typing import Any

import pytest

from domain.audience import points
from domain.audience.model import CaptureKind
from domain.audience.points import Wanted
from domain.errors import Conflict, Invalid
from tests.api.door import client, door
from tests.world import World

SENT = {"name": "Pat", "email": "pat@mail.example", "agree": "yes", "adult": "yes"}
PLACE, JSON = "/join/spring-form", {"accept": "application/json"}


async def opened(world: World) -> None:
    """Make a form with signs that pages must not take for their own."""
    wanted = Wanted(
        code="spring-form",
        kind=CaptureKind.FORM,
        brand_id=world.brand_id,
        market="DE",
        title="Join <us>",
        consent_text="Write to <me>.",
        text_version="1",
    )
    await points.define(world.hub, await world.actor("manager"), wanted)


async def test_a_person_sees_what_they_agree_to_and_is_known_again(world: World) -> None:
    await opened(world)
    async with client(world) as browser:
        page = await browser.get(PLACE)
        sheet = (await browser.get(PLACE, headers=JSON)).json()
        sent = await browser.post(PLACE, data=SENT | {"ticket": sheet["ticket"]})

    assert "Join &lt;us&gt;" in page.text
    assert "Write to &lt;me&gt;." in page.text
    assert "<script" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert sheet["textVersion"] == "1"
    assert sent.status_code == 201
    assert "Pat" not in sent.text
    kept = sent.headers["set-cookie"]
    assert all(f"; {part}" in kept for part in ("HttpOnly", "Path=/r/", "SameSite=lax", "Secure"))


async def test_what_another_site_sends_or_nobody_knows_is_refused(world: World) -> None:
    await opened(world)
    async with client(world) as browser:
        ticket = (await browser.get(PLACE, headers=JSON)).json()["ticket"]
        foreign = {"origin": "https://evil.example"} | JSON
        other = await browser.post(PLACE, data=SENT | {"ticket": ticket}, headers=foreign)
        wrong = await browser.post(PLACE, data=SENT | {"ticket": "1.a.b"}, headers=JSON)
        none = await browser.get("/join/no-such-form", headers=JSON)
        no_link = await browser.get("/r/spring-form", headers=JSON)

    assert (other.status_code, other.json()["error"]) == (403, "foreign_site")
    assert (wrong.status_code, wrong.json()["error"]) == (403, "bad_ticket")
    assert (none.status_code, no_link.status_code) == (404, 404)


#: Points that cannot be, as what differs from a promo code that can, and what is said of each.
WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"kind": CaptureKind.FORM}, "consent_text_missing"),
    ({"target": "https://www.example.com/"}, "target_not_wanted"),
    ({"kind": CaptureKind.LINK, "target": "https://www.example.com/"}, "host_not_allowed"),
    ({"kind": CaptureKind.LINK}, "bad_target"),
    ({"consent_text": "Write to me."}, "consent_not_wanted"),
    ({"days": 367}, "days_out_of_range"),
    ({"market": "XX"}, "no_such_market"),
)


async def test_points_that_cannot_be_are_refused(world: World) -> None:
    manager = await world.actor("manager")
    plain = Wanted("code-1", CaptureKind.PROMO_CODE, world.brand_id, "DE", "Code")
    codes = []
    for changes, _ in WRONG:
        with pytest.raises(Invalid) as found:
            await points.define(world.hub, manager, replace(plain, **changes))
        codes.append(found.value.code)
    made = await points.define(world.hub, manager, plain)
    with pytest.raises(Conflict, match="is taken"):
        await points.define(world.hub, manager, plain)

    assert codes == [code for _, code in WRONG]
    assert [one.id for one in await points.listed(manager)] == [made.id]


async def test_the_keys_of_all_leads_of_a_page_are_read_together(
    world: World, asked: list[str]
) -> None:
    await opened(world)
    for name in ("Pat", "Kim"):
        async with client(world) as browser:
            ticket = (await browser.get(PLACE, headers=JSON)).json()["ticket"]
            given = SENT | {"name": name, "email": f"{name}@mail.example", "ticket": ticket}
            await browser.post(PLACE, data=given)
    manager = await door(world, "manager")
    asked.clear()
    found = await manager.data("{ leads { edges { node { contact { name } } } } }")

    said = [edge["node"]["contact"]["name"] for edge in found["leads"]["edges"]]
    assert said == ["Kim", "Pat"]
    assert sum("FROM person_keys" in one for one in asked) == 1
