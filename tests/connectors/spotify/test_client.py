"""The client's promises, one by one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal

import httpx2
import pytest

from connectors.spotify import wire
from connectors.spotify.answers import WAIT_SECONDS_MAX
from connectors.spotify.client import AdsClient
from connectors.spotify.errors import (
    InProgress,
    Invalid,
    KeyReused,
    NotAuthorised,
    OutcomeUnknown,
    RateLimited,
)
from connectors.spotify.fake import Account, create_fake
from connectors.spotify.fake.server import RATE_MAX
from connectors.spotify.fake.state import Fault
from domain.clock import SteppingClock
from tests.changing import Changing
from tests.connectors.spotify.conftest import client_for
from tests.connectors.spotify.judge import Judged, judge, needs_document
from tests.faults.chaos.lists import shortened

CAMPAIGN = {"name": "Spring", "objective": "REACH", "purchase_order": "req_1"}


async def test_a_repeated_create_returns_what_the_first_made(ads: AdsClient) -> None:
    first = await ads.create_draft("campaigns", CAMPAIGN, "key-1")
    again = await ads.create_draft("campaigns", CAMPAIGN, "key-1")

    assert again["id"] == first["id"]


async def test_a_key_with_another_body_is_an_error(ads: AdsClient) -> None:
    await ads.create_draft("campaigns", CAMPAIGN, "key-1")
    with pytest.raises(KeyReused):
        await ads.create_draft("campaigns", {**CAMPAIGN, "name": "Summer"}, "key-1")


@pytest.mark.parametrize(
    ("mark", "error"), [("in_progress", InProgress), ("indeterminate", OutcomeUnknown)]
)
async def test_an_unfinished_create_says_what_to_do(
    ads: AdsClient, account: Account, mark: str, error: type[Exception]
) -> None:
    await ads.create_draft("campaigns", CAMPAIGN, "key-1")
    account.keys["key-1"][mark] = True
    with pytest.raises(error):
        await ads.create_draft("campaigns", CAMPAIGN, "key-1")


async def test_too_many_requests_say_when_to_come_back(ads: AdsClient, account: Account) -> None:
    made = await ads.create_draft("campaigns", CAMPAIGN, "key-1")
    account.hits = account.hits[:1] * RATE_MAX
    with pytest.raises(RateLimited) as caught:
        await ads.get_draft("campaigns", made["id"])

    assert caught.value.seconds == 30


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("12", 12.0), ("9" * 400, WAIT_SECONDS_MAX), ("Wed, 21 Oct 2026", 1.0)],
)
async def test_a_wait_is_bounded_whatever_is_answered(
    account: Account, clock: SteppingClock, said: str, seconds: float
) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/api/token":
            return httpx2.Response(200, json={"access_token": "a", "expires_in": 3600})
        headers = [(b"retry-after", said.encode("latin-1"))]
        return httpx2.Response(429, headers=headers, request=request)

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(answer)) as http:
        ads = client_for(account, clock, http)
        with pytest.raises(RateLimited) as caught:
            await ads.create_draft("campaigns", CAMPAIGN, "key-1")

    assert caught.value.seconds == seconds


async def test_an_answer_with_a_header_in_other_letters_is_taken(
    account: Account, clock: SteppingClock
) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/api/token":
            return httpx2.Response(200, json={"access_token": "a", "expires_in": 3600})
        headers = [(b"x-proxy", "Grüße".encode()), (b"Content-Type", b"application/json")]
        return httpx2.Response(200, headers=headers, content=b'{"id": "d1"}', request=request)

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(answer)) as http:
        made = await client_for(account, clock, http).create_draft("campaigns", CAMPAIGN, "key-1")

    assert made == {"id": "d1"}


async def test_a_read_is_tried_again(ads: AdsClient, account: Account) -> None:
    made = await ads.create_draft("campaigns", CAMPAIGN, "key-1")
    account.faults = [Fault("GET", "/drafts/"), Fault("GET", "/drafts/", 503)]
    found = await ads.get_draft("campaigns", made["id"])

    assert found is not None
    assert found["id"] == made["id"]


async def test_a_write_is_never_tried_again(ads: AdsClient, account: Account) -> None:
    account.faults = [Fault("POST", "/drafts/campaigns", 502)]
    with pytest.raises(OutcomeUnknown):
        await ads.create_draft("campaigns", CAMPAIGN, "key-1")

    assert account.drafts["campaigns"] == {}


async def test_a_write_that_was_not_heard_of_is_found_by_its_key(
    ads: AdsClient, account: Account
) -> None:
    account.faults = [Fault("POST", "/drafts/campaigns", after_success=True)]
    with pytest.raises(OutcomeUnknown):
        await ads.create_draft("campaigns", CAMPAIGN, "key-1")
    again = await ads.create_draft("campaigns", CAMPAIGN, "key-1")

    assert list(account.drafts["campaigns"]) == [again["id"]]


async def test_an_expired_token_is_renewed(
    ads: AdsClient, account: Account, clock: SteppingClock
) -> None:
    await ads.create_draft("campaigns", CAMPAIGN, "key-1")
    clock.advance(timedelta(hours=2))
    await ads.create_draft("campaigns", CAMPAIGN, "key-2")

    assert len(account.drafts["campaigns"]) == 2


async def test_a_refused_token_is_renewed_once(ads: AdsClient, account: Account) -> None:
    await ads.create_draft("campaigns", CAMPAIGN, "key-1")
    account.access = {}
    await ads.create_draft("campaigns", CAMPAIGN, "key-2")

    assert len(account.drafts["campaigns"]) == 2


async def test_a_lost_authorisation_asks_for_a_person(ads: AdsClient, account: Account) -> None:
    account.refresh_token = "another"
    with pytest.raises(NotAuthorised, match="connect the ad account again"):
        await ads.create_draft("campaigns", CAMPAIGN, "key-1")


async def test_an_incomplete_draft_is_refused_with_sentences(ads: AdsClient) -> None:
    made = await ads.create_draft("campaigns", CAMPAIGN, "key-1")
    with pytest.raises(Invalid) as caught:
        await ads.act(made["id"], "VALIDATE", made["draft_hierarchy_version"])

    assert "campaign: no ad_sets" in caught.value.problems


@pytest.mark.parametrize("amount", ["0", "-1", "0.0000001", "9300000000000000000"])
def test_amounts_that_do_not_fit_are_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="micros"):
        wire.micros(Decimal(amount))


@pytest.mark.parametrize(("amount", "micros"), [("1", 1_000_000), ("12500.01", 12_500_010_000)])
def test_micros_there_and_back(amount: str, micros: int) -> None:
    assert wire.micros(Decimal(amount)) == micros
    assert wire.units(micros) == Decimal(amount)


@needs_document
@pytest.mark.parametrize("side", ["ours", "theirs"])
async def test_the_judge_can_fail_either_side(ads: AdsClient, account: Account, side: str) -> None:
    url = f"https://api-partner.spotify.com/ads/v3/ad_accounts/{account.id}/drafts/campaigns"
    ours = b'{"objective": "WORLD_PEACE"}' if side == "ours" else b'{"objective": "REACH"}'
    theirs = b'{"id": 7}' if side == "theirs" else b"{}"
    headers = {"content-type": "application/json", "authorization": "Bearer x"}
    request = httpx2.Request("POST", url, headers=headers, content=ours)
    response = httpx2.Response(200, headers={"content-type": "application/json"})
    with pytest.raises(Exception, match=r"(?i)invalid|valid|schema"):
        judge(request, ours, response, theirs)


@pytest.mark.parametrize("left", [1, 2])
async def test_drafts_are_all_found_however_few_a_page_holds(
    account: Account, clock: SteppingClock, ads: AdsClient, left: int
) -> None:
    await three_drafts(ads)
    async with shortly(account, clock, left) as short:
        found = await short.find_draft("campaigns", {"purchase_order": "req_2"})

    assert found is not None


async def test_an_empty_page_is_no_end_while_spotify_counts_more(
    account: Account, clock: SteppingClock, ads: AdsClient
) -> None:
    await three_drafts(ads)
    async with shortly(account, clock, 0) as short:
        with pytest.raises(OutcomeUnknown, match="before all of it came"):
            await short.find_draft("campaigns", {"purchase_order": "req_9"})


async def three_drafts(ads: AdsClient) -> None:
    for number in range(3):
        body = {**CAMPAIGN, "purchase_order": f"req_{number}"}
        await ads.create_draft("campaigns", body, f"key-{number}")


@asynccontextmanager
async def shortly(account: Account, clock: SteppingClock, left: int) -> AsyncIterator[AdsClient]:
    """The account behind something that never gives more than `left` rows at once."""
    inner = Judged(httpx2.ASGITransport(app=create_fake(account, clock)))
    way = Changing(inner, lambda asked, said: shortened(asked, said, left))
    async with httpx2.AsyncClient(transport=way) as http:
        yield client_for(account, clock, http)
