"""Whoever the hub asks may answer with all that it was sent: no secret is told on, or logged."""

import base64
import traceback
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

import httpx2
import pytest

from connectors.consonance.channel import Channel as ConsonanceChannel
from connectors.consonance.connector import Consonance
from connectors.distribution import target as distribution
from connectors.megaphone import target as megaphone
from connectors.opentext.auth import Basic, TenantTokens
from connectors.opentext.client import DecisionClient
from connectors.opentext.connector import OpenTextDecisions
from connectors.opentext.dialects import FLOWABLE, OPENTEXT
from connectors.opentext.workflow import OpenTextWorkflows
from connectors.opentext.workflow_dialects import FLOWABLE as FLOWABLE_PROCESSES
from connectors.spotify.auth import Tokens
from connectors.spotify.client import AdsClient
from connectors.spotify.web.authorizing import SpotifyAuthoriser, WebApp
from connectors.spotify.web.exchange import Exchange
from domain.credentials.service import Credential
from domain.hub import Hub
from domain.targets.model import Publication
from domain.title_house.model import Writing

#: Stands in every secret, so that it is found wherever it is told.
MARK = "hunter2hunter2"
STATUSES = (200, 400, 401, 403, 404, 409, 422, 429, 500)

Call = Callable[[], Awaitable[object]]


def forms(mark: str) -> tuple[str, ...]:
    """How a secret may be spelt where it is told: as it is, in Base64 at each place, quoted."""
    coded = [base64.b64encode(b"x" * lead + mark.encode()).decode()[4:-4] for lead in range(3)]
    return (mark, quote(mark), *coded)


def mirror(status: int, *, grants: bool) -> Callable[[httpx2.Request], httpx2.Response]:
    """A service that says all it was sent, in every field that people are told of."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        held = request.headers.get("authorization", "")
        all_of_it = f"{held} {request.content.decode(errors='replace')} {request.url}"
        names = ("error", "error_description", "message", "detail", "title", "exception", "reason")
        said: dict[str, Any] = dict.fromkeys(names, all_of_it)
        said["messages"] = [all_of_it]
        if status == 422:
            said["validation_errors"] = [{"message": all_of_it}]
        if request.url.host == "web.example.com":
            said["error"] = {"message": all_of_it, "status": status}
        said |= {"errors": [{"message": all_of_it, "detail": all_of_it}], "errorCode": all_of_it}
        if grants and "token" in request.url.path:
            said |= {"access_token": f"access-{MARK}", "expires_in": 3600, "token_type": "Bearer"}
            said |= {"refresh_token": f"refresh-{MARK}", "scope": "a"}
            return httpx2.Response(200, json=said)
        return httpx2.Response(status, json=said, headers={"x-said": "all", "retry-after": "1"})

    return answer


async def nobody_sleeps(_: float) -> None:
    """Not a moment."""


def calls(hub: Hub, http: httpx2.AsyncClient) -> Mapping[str, Call]:
    """One call of each connector that has a secret of its own."""
    secret, url, clock = f"secret-{MARK}", "https://peer.example.com", hub.clock
    basic = Basic("user", secret)
    tenant = TenantTokens(
        http, clock, token_url=f"{url}/token", client_id="id", client_secret=secret
    )
    kept = Credential(hub.secrets, clock, "spotify-ads", f"first-{MARK}")
    ads_tokens = Tokens(
        *(http, clock, kept), token_url=f"{url}/token", client_id="id", client_secret=secret
    )
    ads = AdsClient(http, ads_tokens, base_url=url, ad_account="acc", sleep=nobody_sleeps)
    lists = Exchange(http, ads_tokens, base_url="https://web.example.com", sleep=nobody_sleeps)
    web = WebApp("id", secret, f"{url}/back", url, url)
    owners = SpotifyAuthoriser(http, clock, web)
    what = Publication(
        *("req_1", 1, "one", "episode_release", "One", "net/pod", {}, {}, clock.now(), None, ())
    )
    spread: Any = distribution.connected(
        *(http, clock),
        base_url=url,
        token_url=f"{url}/token",
        client_id="id",
        client_secret=secret,
        reach=frozenset(),
    )
    pod: Any = megaphone.connected(http, clock, base_url=url, token=secret, reach=frozenset())
    house = Consonance(
        url, ConsonanceChannel(http, f"Bearer {secret}", "KEY", 5), None, Writing.OFF
    )
    decisions = DecisionClient(http, tenant, OPENTEXT, base_url=url, seconds=5)
    flowable = DecisionClient(http, basic, FLOWABLE, base_url=url, seconds=5)
    processes = OpenTextWorkflows(http, basic, FLOWABLE_PROCESSES, base_url=url, seconds=5)
    return {
        "decisions": lambda: OpenTextDecisions(decisions, "opentext").decide("table", {}),
        "decisions by password": lambda: OpenTextDecisions(flowable, "flowable").decide("t", {}),
        "workflow": lambda: processes.find("req_1"),
        "workflow reached": processes.reach,
        "ads": ads.get_account,
        "ads written": lambda: ads.create_asset("AUDIO", "one"),
        "playlists": lambda: lists.read("/playlists/1"),
        "connecting": lambda: owners.exchange(f"c-{MARK}", f"v-{MARK}"),
        "distribution": lambda: spread.look(what, {"episode": "1"}),
        "megaphone": lambda: pod.look(what, {"episode": "1"}),
        "consonance": house.standing,
    }


def told(error: BaseException) -> str:
    """All that is kept or logged of an error: what it says, its parts, and its traceback."""
    parts = [str(vars(error)), repr(error), "".join(traceback.format_exception(error))]
    return " ".join([str(error), *parts])


@pytest.mark.parametrize("token", ["granted", "refused"])
@pytest.mark.parametrize("status", STATUSES)
async def test_no_secret_is_in_what_fails(
    hub: Hub, status: int, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    leaks, failed = [], 0
    async with httpx2.AsyncClient(
        transport=httpx2.MockTransport(mirror(status, grants=token == "granted"))
    ) as http:
        for name, call in calls(hub, http).items():
            try:
                await call()
                said = ""  # What is answered is for who asked.
            except Exception as error:  # noqa: BLE001  Whichever it is, it may be kept and logged.
                failed, said = failed + 1, told(error)
            leaks += [(name, said) for form in forms(MARK) if form in said]
    log = "".join(capsys.readouterr())

    assert leaks == []
    assert [line for line in log.splitlines() for form in forms(MARK) if form in line] == []
    assert failed > 0
