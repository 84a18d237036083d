"""That both of Spotify's documents judge what is asked and answered, and that it is counted."""

import httpx2
import pytest

from connectors.spotify.client import AdsClient
from connectors.spotify.fake import Account
from connectors.spotify.web.fake import Listener, create_fake_web
from domain.clock import SteppingClock
from tests import judging_told
from tests.changing import Changing
from tests.connectors.spotify.conftest import BASE, client_for
from tests.connectors.spotify.judge import ADS, JUDGED, WEB, Judged, Published
from tests.connectors.spotify.web.conftest import web_over


@ADS.needed
async def test_the_ads_document_judges_every_request(ads: AdsClient) -> None:
    before = JUDGED[ADS.name]
    await ads.get_account()
    await ads.all_live("campaigns")

    assert JUDGED[ADS.name] == before + 2


@WEB.needed
async def test_the_web_document_judges_every_request(clock: SteppingClock) -> None:
    before, listener = JUDGED[WEB.name], Listener()
    inner = httpx2.ASGITransport(app=create_fake_web(listener, clock))
    async with httpx2.AsyncClient(transport=Judged(inner, WEB)) as http:
        web = web_over(http, listener, clock)
        await web.me()
        await web.my_playlists()

    assert JUDGED[WEB.name] == before + 2


@ADS.needed
async def test_what_breaks_the_document_fails_the_test_it_is_in(
    account: Account, clock: SteppingClock
) -> None:
    answered = httpx2.MockTransport(lambda _: httpx2.Response(200, json={"status": "NO_SUCH"}))
    token = {"access_token": "a", "expires_in": 3_600}

    def either(request: httpx2.Request, answer: httpx2.Response) -> httpx2.Response:
        granted = request.url.path == "/api/token"
        return httpx2.Response(200, json=token) if granted else answer

    async with httpx2.AsyncClient(transport=Judged(Changing(answered, either))) as http:
        with pytest.raises(Exception, match=r"InvalidData|invalid|NO_SUCH"):
            await client_for(account, clock, http).get_account()


def test_the_end_of_a_run_says_how_much_was_judged_and_by_what_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there, away = judging_told.lines({ADS.name: 1_234}), "Spotify's no-such.yml is not beside"
    missing = Published("no-such.yml", BASE, "/", refusal=400, beyond=frozenset())
    monkeypatch.setattr(judging_told, "ADS", missing)

    assert not ADS.path.exists() or f"{ADS.name} judged 1,234 requests" in there[0]
    assert judging_told.lines({})[0].startswith(away)
