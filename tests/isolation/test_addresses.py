"""Addresses that are all it takes: one that is changed, or was signed for somebody who does not see
what it leads to, is as one that never was. Every route of the door is tried, or says why not."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

import httpx2
from starlette.routing import Route, WebSocketRoute

from api.app import create_app, routes
from domain.case_forms import records as case_forms
from domain.case_forms import rules as form_rules
from domain.catalog.uploads import UPLOAD_USE
from domain.charts import addresses
from domain.charts.model import Look, Theme
from domain.charts.spec import Kind, Spec
from domain.database import sql
from domain.handovers import fetch
from tests.isolation.sides import AGENT, Sides
from tests.isolation.walking import ID, never

#: Routes that give nothing out by their address, each with why.
ELSEWHERE: Mapping[str, str] = {
    "/graphql": "Who asks says who they are: `test_walk.py`, and `test_streams.py` for sockets.",
    "/connect/spotify": "Its ticket names a beginning of one's own, and nothing of a side.",
    "/connect/spotify/callback": "What comes back names a beginning, and nothing of a side.",
}
#: Whose people of A are given addresses; the first is of an agency.
OF_A = (AGENT, "a_manager", "a_market")


@dataclass(frozen=True, slots=True)
class Tried:
    """Addresses of one route: a good one, those that lead nowhere, and one that never was."""

    good: str
    spoilt: tuple[str, ...]
    none: str
    method: str = "GET"


Give = Callable[[Sides], Awaitable[Tried]]


def _changed(value: str) -> str:
    """Return the same with its last character changed."""
    return value[:-1] + ("0" if value[-1] != "0" else "1")


async def _uploads(sides: Sides) -> Tried:
    hub, there = sides.world.hub, sides.rows["B"]["asset"]
    until = int((hub.clock.now() + timedelta(hours=1)).timestamp())
    sign = hub.secrets.sign(UPLOAD_USE, f"{there}.{until}")
    other = hub.secrets.sign(UPLOAD_USE, f"{sides.rows['A']['asset']}.{until}")
    spoilt = [f"/uploads/{there}?token={until}.{one}" for one in (_changed(sign), other, "")]
    spoilt.append(f"/uploads/{there}?token={until + 1}.{sign}")
    good, none = f"/uploads/{there}?token={until}.{sign}", f"/uploads/{never(there)}?token=1.x"
    return Tried(good, tuple(spoilt), none, "PUT")


async def _downloads(sides: Sides) -> Tried:
    hub, there = sides.world.hub, sides.rows["B"]
    asset, requests = there["asset"], (there["request"], never(there["request"]))
    manager = await sides.world.actor("manager")
    good = fetch.token_for(hub, manager, requests[0], asset)
    ahead = fetch.token_for(hub, manager, requests[0], never(asset))
    spoilt = [f"/downloads/{asset}?token={one}" for one in (_changed(good), ahead, "1.x.x.x")]
    none = f"/downloads/{never(asset)}?token=1.x.x.x"
    return Tried(f"/downloads/{asset}?token={good}", tuple(spoilt), none)


async def _unseen_downloads(sides: Sides) -> Tried:
    hub, there = sides.world.hub, sides.rows["B"]
    asset, request = there["asset"], there["request"]
    manager, *others = [await sides.world.actor(who) for who in ("manager", *OF_A)]
    given = [fetch.token_for(hub, one, request, asset) for one in others]
    spoilt = tuple(f"/downloads/{asset}?token={one}" for one in given)
    nothing = fetch.token_for(hub, manager, never(request), asset)
    good = fetch.token_for(hub, manager, request, asset)
    return Tried(
        *(f"/downloads/{asset}?token={good}", spoilt, f"/downloads/{asset}?token={nothing}")
    )


async def _charts(sides: Sides) -> Tried:
    hub, there = sides.world.hub, sides.rows["B"]["request"]
    now = hub.clock.now()

    async def token(who: str, subject: str, early: timedelta = timedelta()) -> str:
        look, days = Look(Theme.LIGHT, "en"), (date(2026, 11, 1), date(2026, 12, 31))
        spec = Spec(Kind.PACING, subject, "spend", *days, look)
        return addresses.token(hub.secrets, spec, sides.world.people[who], now - early)

    good = await token("manager", there)
    spoilt = [await token(who, there) for who in OF_A]
    spoilt += [_changed(good), await token("manager", there, timedelta(hours=1))]
    named = tuple(f"/charts/{one}.svg" for one in spoilt)
    return Tried(
        f"/charts/{good}.svg", named, f"/charts/{await token('manager', never(there))}.svg"
    )


async def _media(sides: Sides) -> Tried:
    token = "a" * 40
    await sql.execute("UPDATE media SET token = $1 WHERE token = 'BBB-media-token'", token)
    spoilt = (f"/media/{_changed(token)}/image.png", f"/media/{token}/audio.mp3")
    return Tried(f"/media/{token}/image.png", spoilt, f"/media/{'0' * 40}/image.png")


def _feeds(end: str) -> Give:
    async def give(sides: Sides) -> Tried:
        token, slug = "BBB-show_feeds-token", quote("BBB show_feeds slug")
        after = end.format(episode=sides.rows["B"]["episode"])
        spoilt = (f"/feeds/{_changed(token)}/{slug}{after}", f"/feeds/{token}/slug{after}")
        return Tried(f"/feeds/{token}/{slug}{after}", spoilt, f"/feeds/none/none{after}")

    return give


def _forms(path: str, kind: str) -> Give:
    async def give(sides: Sides) -> Tried:
        there = sides.rows["B"]["case_forms"]
        await sql.execute("UPDATE case_forms SET kind = $1 WHERE id = $2", kind, there)
        form = await case_forms.get(there)
        assert form
        token = form_rules.link_token(sides.world.hub.secrets, form)
        spoilt = (f"{path}/{there}", f"{path}/{there}?token={_changed(token)}")
        return Tried(f"{path}/{there}?token={token}", spoilt, f"{path}/{never(there)}?token=1.x")

    return give


def _codes(path: str, kind: str) -> Give:
    async def give(sides: Sides) -> Tried:
        query = "UPDATE capture_points SET code = 'bbb-code', kind = $1 WHERE id = $2"
        await sql.execute(query, kind, sides.rows["B"]["capture_points"])
        await sql.execute(
            "UPDATE capture_hosts SET host = 'www.roasters.example' WHERE host = 'BBB.example.com'"
        )
        return Tried(f"{path}/bbb-code", (f"{path}/bbb-codf",), f"{path}/none")

    return give


async def _reports(sides: Sides) -> Tried:
    there = sides.rows["B"]["request"]
    spoilt = tuple(f"/publications/{one}/report" for one in (there, sides.rows["A"]["request"]))
    return Tried("", spoilt, f"/publications/{never(there)}/report", "POST")


#: What is tried of each route that gives something out by its address.
TRIED: Mapping[str, tuple[Give, ...]] = {
    "/uploads/{asset_id}": (_uploads,),
    "/downloads/{asset_id}": (_downloads, _unseen_downloads),
    "/charts/{name}": (_charts,),
    "/media/{token}/{name}": (_media,),
    "/feeds/{token}/{slug}.xml": (_feeds(".xml"),),
    "/feeds/{token}/{slug}/chapters/{episode_id}.json": (_feeds("/chapters/{episode}.json"),),
    "/feeds/{token}/{slug}/{name}": (_feeds("/picture.png"),),
    "/cases/form/{form_id}": (_forms("/cases/form", "complaint"),),
    "/cases/takedown/{form_id}": (_forms("/cases/takedown", "takedown_notice"),),
    "/r/{code}": (_codes("/r", "link"),),
    "/join/{code}": (_codes("/join", "form"),),
    "/publications/{request_id}/report": (_reports,),
}


async def test_every_address_that_is_spoilt_or_not_for_them_is_as_one_that_never_was(
    sides: Sides,
) -> None:
    told: dict[str, list[object]] = {}
    for path, gives in TRIED.items():
        for give in gives:
            tried = await give(sides)
            none = await _said(sides, tried.none, tried.method)
            said = [await _said(sides, one, tried.method) for one in tried.spoilt]
            if apart := [one for one in said if one != none]:
                told[path] = [none, *apart]
            if tried.good and await _said(sides, tried.good, tried.method) == none:
                told[path] = ["a good one too is as none", none]

    assert told == {}


async def test_every_route_of_the_door_is_tried_or_says_why_not(sides: Sides) -> None:
    found = {one.path for one in routes(sides.world.hub) if isinstance(one, Route | WebSocketRoute)}

    assert found == TRIED.keys() | ELSEWHERE.keys()


async def _said(sides: Sides, url: str, method: str) -> tuple[int, str, tuple[str, ...]]:
    """Return what anybody could tell an answer by: its status, what it says, and its headers."""
    transport = httpx2.ASGITransport(app=create_app(sides.world.hub))
    async with httpx2.AsyncClient(transport=transport, base_url="http://hub") as client:
        headers = sides.headers["a_manager"] if method == "PUT" else {}
        answer = await client.request(method, url, headers=headers)
    heads = tuple(sorted(f"{name}: {value}" for name, value in answer.headers.items()))
    return answer.status_code, ID.sub("*", answer.text), heads
