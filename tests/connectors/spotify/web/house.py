"""A hub whose brands can connect accounts at a look-alike of Spotify, and people in browsers."""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

from api.app import create_app
from api.doors.connections import CALLBACK
from connectors.spotify.web.authorizing import SpotifyAuthoriser, WebApp
from connectors.spotify.web.fake.authorizing import Accounts, create_fake_accounts
from domain.clock import SteppingClock
from tests.api.door import Door, door
from tests.world import World

HERE, THERE = "https://hub.example.com", "https://accounts.example.com"
ERRORS = "errors { ... on UserError { code message } }"
BEGIN = "mutation B($input: BeginConnectionInput!) { beginConnection(input: $input)"
BEGIN += f" {{ address endsAt {ERRORS} }} }}"
CUT = "mutation C($input: CutConnectionInput!) { cutConnection(input: $input)"
CUT += f" {{ connection {{ state account {{ id }} }} {ERRORS} }} }}"
SHOW = """{ brands { id playlistConnection {
  state account { id name } scopes connectedBy connectedAt trouble } } }"""


@dataclass
class Browser:
    """Somebody's browser: it keeps cookies, and goes where it is led by hand."""

    http: httpx2.AsyncClient
    spotify: httpx2.AsyncClient

    async def lead(self, address: str) -> str:
        """Open a link of the hub's; return where it leads."""
        answer = await self.http.get(address)
        assert answer.status_code == 302, answer.text
        return str(answer.headers["location"])

    async def asked(self, address: str, answer: str = "agree") -> str:
        """Answer what Spotify asks at `address`; return where the answer leads."""
        page = await self.spotify.get(address)
        found = re.search(f"id={answer} href='([^']+)'", page.text)
        assert found is not None, page.text
        return found[1].replace("&amp;", "&")

    async def back(self, address: str) -> httpx2.Response:
        """Come back to the hub."""
        return await self.http.get(address)


@dataclass
class House:
    """The hub, what stands for Spotify, and who comes."""

    world: World
    clock: SteppingClock
    accounts: Accounts
    app: WebApp
    spotify: httpx2.AsyncClient

    def browser(self) -> Browser:
        """Return a browser that was never here."""
        transport = httpx2.ASGITransport(app=create_app(self.world.hub))
        return Browser(httpx2.AsyncClient(transport=transport, base_url=HERE), self.spotify)

    async def door(self, who: str = "manager") -> Door:
        """Return somebody's way in."""
        return await door(self.world, who)

    async def begin(self, who: str = "manager", **more: Any) -> dict[str, Any]:
        """Begin to connect the brand's account."""
        given = {"brandId": self.world.brand_id, **more}
        data = await (await self.door(who)).data(BEGIN, input=given)
        found: dict[str, Any] = data["beginConnection"]
        return found

    async def answered(self, browser: Browser, answer: str = "agree") -> str:
        """Go as far as the owner's answer; return where it leads back to."""
        there = await browser.lead((await self.begin())["address"])
        return await browser.asked(there, answer)

    async def connect(self) -> None:
        """Connect the account."""
        browser = self.browser()
        answer = await browser.back(await self.answered(browser))
        assert answer.status_code == 200, answer.text

    async def shown(self, who: str = "manager") -> dict[str, Any] | None:
        """Return how the connection is shown to somebody."""
        (brand,) = (await (await self.door(who)).data(SHOW))["brands"]
        found: dict[str, Any] | None = brand["playlistConnection"]
        return found


def house_of(world: World, clock: SteppingClock) -> House:
    """Return a house around `world`, where Spotify knows the hub."""
    accounts = Accounts()
    fake = create_fake_accounts(accounts, clock)
    spotify = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=fake))
    app = WebApp(accounts.client_id, "", HERE + CALLBACK, THERE, f"{THERE}/v1")
    authoriser = SpotifyAuthoriser(spotify, clock, app)
    hub = replace(world.hub, authoriser=authoriser, public_url=HERE)
    return House(replace(world, hub=hub), clock, accounts, app, spotify)


def asked_in(address: str) -> dict[str, str]:
    """Return what an address asks."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
