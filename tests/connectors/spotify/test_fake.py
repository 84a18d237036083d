"""The fake refuses what Spotify refuses, in Spotify's form, and keeps what it was told."""

import io
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from PIL import Image
from starlette.applications import Starlette

from connectors.spotify import client as clients
from connectors.spotify.client import AdsClient
from connectors.spotify.errors import NotAuthorised, OutcomeUnknown, SpotifyError
from connectors.spotify.fake import Account, create_fake
from connectors.spotify.fake.page import account_routes
from connectors.spotify.fake.server import CLIENT
from domain.clock import SteppingClock
from tests.connectors.spotify.conftest import BASE, client_for

CAMPAIGN = {"name": "Spring launch", "objective": "REACH"}
NASTY = "<script>alert(1)</script>"


@pytest.fixture
async def raw(account: Account, clock: SteppingClock) -> AsyncIterator[httpx2.AsyncClient]:
    """The fake as an authorised caller sees it, without our client in between."""
    inner = httpx2.ASGITransport(app=create_fake(account, clock))
    root = f"{BASE}/ads/v3/ad_accounts/{account.id}"
    async with httpx2.AsyncClient(transport=inner, base_url=root) as http:
        form = {"grant_type": "refresh_token", "refresh_token": account.refresh_token}
        grant = await http.post(f"{BASE}/api/token", data=form, auth=CLIENT)
        http.headers["authorization"] = f"Bearer {grant.json()['access_token']}"
        yield http


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"7",
        b"null",
        b"[]",
        b'{"budget": "50"}',
        b'{"budget": []}',
        b'{"targets": "all"}',
        b'{"targets": {"placements": 7, "geo_targets": []}}',
        b'{"name": {"a": 1}}',
        b'{"start_time": "soon"}',
        b'{"objective": ["REACH"]}',
        b'{"objective": "FAME"}',
        b"[" * 5_000,
    ],
)
async def test_what_has_another_form_is_refused_in_spotifys_form(
    raw: httpx2.AsyncClient, body: bytes
) -> None:
    answer = await raw.post("/drafts/campaigns", content=body)

    assert answer.status_code == 400
    assert answer.json()["messages"]
    assert answer.json()["sp_trace_id"]


@pytest.mark.parametrize("query", ["limit=0", "limit=51", "limit=x", "offset=-1"])
async def test_a_page_that_cannot_be_is_refused(raw: httpx2.AsyncClient, query: str) -> None:
    assert (await raw.get(f"/assets?{query}")).status_code == 400


async def test_a_long_list_comes_in_pages(ads: AdsClient, account: Account) -> None:
    for number in range(120):
        await ads.create_asset("IMAGE", f"file {number}")
    found = await ads.find_asset("file 119")

    assert found is not None
    assert found["name"] == "file 119"
    assert len(account.assets) == 120


async def test_a_draft_takes_what_is_below_it_along(ads: AdsClient, account: Account) -> None:
    campaign = await ads.create_draft("campaigns", CAMPAIGN, "c")
    ad_set = await ads.create_draft("ad_sets", {"name": "ab", "campaign_id": campaign["id"]}, "s")
    await ads.create_draft("ads", {"name": "ab", "ad_set_id": ad_set["id"]}, "a")
    await ads.delete_draft("campaigns", campaign["id"])

    assert account.drafts == {"campaigns": {}, "ad_sets": {}, "ads": {}}


async def test_a_draft_that_was_edited_is_not_published(ads: AdsClient, account: Account) -> None:
    campaign = await ads.create_draft("campaigns", CAMPAIGN, "c")
    version = campaign["draft_hierarchy_version"]
    await ads.change_draft("campaigns", campaign["id"], {"name": "Another name"})
    with pytest.raises(SpotifyError) as error:
        await ads.act(campaign["id"], "PUBLISH", version)

    assert error.value.code == "draft_version_mismatch"
    assert account.live["campaigns"] == {}


async def test_a_fresh_token_that_is_refused_too_asks_for_a_person(
    account: Account, clock: SteppingClock
) -> None:
    async def refuse(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/api/token"):
            grant = {"access_token": "a", "expires_in": 3600}
            return httpx2.Response(200, json=grant, request=request)
        return httpx2.Response(401, json={"messages": ["no"]}, request=request)

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(refuse)) as http:
        with pytest.raises(NotAuthorised, match="connect the ad account again"):
            await client_for(account, clock, http).get_live("campaigns", "c")


async def test_an_answer_without_end_is_cut_off(
    account: Account, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "ANSWER_BYTES_MAX", 500)
    account.assets = {str(n): {"id": str(n), "name": "x" * 50} for n in range(20)}
    inner = httpx2.ASGITransport(app=create_fake(account, clock))
    async with httpx2.AsyncClient(transport=inner) as http:
        with pytest.raises(OutcomeUnknown, match="larger than any should be"):
            await client_for(account, clock, http).find_asset("x")


async def test_a_large_file_is_sent_in_pieces(
    ads: AdsClient, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.spotify.client.UPLOAD_BYTES_MAX", 1_000_000)
    monkeypatch.setattr("connectors.spotify.fake.uploading.CHUNK_MB", 1)
    content = sound(20)
    asset = await ads.create_asset("AUDIO", "spot")
    done = await ads.upload_asset(asset["id"], "AUDIO", content, "audio/wav")

    assert len(content) > 1_700_000
    assert (done["duration_ms"], done["file_type"]) == (20_000, "WAV")
    assert account.pieces == {}


async def test_a_missing_piece_is_refused(raw: httpx2.AsyncClient) -> None:
    told = {"asset_type": "AUDIO", "asset_subtype": "USER_UPLOADED_AUDIO", "name": "spot"}
    asset = (await raw.post("/assets", json=told)).json()
    path = f"/assets/{asset['id']}/chunked_upload"
    session = (await raw.post(f"{path}/start")).json()["upload_session_id"]
    data = {"asset_type": "AUDIO", "upload_session_id": session, "upload_section": "2"}
    await raw.post(f"{path}/transfer", data=data, files={"media": ("m", b"x", "audio/wav")})
    body = {"asset_type": "AUDIO", "upload_session_id": session, "number_of_sections": 2}

    assert (await raw.post(f"{path}/complete", json=body)).status_code == 400


@pytest.mark.parametrize("content", [b"\xff", b"\xff\xd8 a picture", b"ID3", b"RIFFWAVE", b"x"])
async def test_what_is_no_audio_ends_in_error(ads: AdsClient, content: bytes) -> None:
    asset = await ads.create_asset("AUDIO", "spot")
    done = await ads.upload_asset(asset["id"], "AUDIO", content, "audio/mpeg")

    assert done["status"] == "ERROR"


async def test_the_account_is_as_it_was_when_read_back(
    ads: AdsClient, account: Account, tmp_path: Path
) -> None:
    await ads.create_draft("campaigns", CAMPAIGN, "c")
    asset = await ads.create_asset("IMAGE", "logo")
    await ads.upload_asset(asset["id"], "IMAGE", picture(), "image/png")
    account.save(tmp_path / "account.json")
    again = Account.load(tmp_path / "account.json")

    for kept in ("drafts", "assets", "versions", "history", "keys", "refresh_token"):
        assert getattr(again, kept) == getattr(account, kept)
    assert Account.load(tmp_path / "nothing.json").drafts == Account().drafts


async def test_the_page_escapes_what_people_type(account: Account, clock: SteppingClock) -> None:
    app = Starlette(routes=account_routes(account, clock))
    account.drafts["campaigns"]["c1"] = {"id": "c1", "name": "Spring"}
    account.assets["a1"] = {"id": "a1", "name": NASTY, "status": "READY", "width": 1, "height": 2}
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app), base_url="http://fake"
    ) as http:
        form: dict[str, Any] = {"do": "edit", "campaign": "c1", "name": NASTY}
        assert (await http.post("/spotify", data=form)).status_code == 303
        shown = (await http.get("/spotify")).text
        foreign = {"sec-fetch-site": "cross-site"}
        refused = await http.post("/spotify", data=form, headers=foreign)

    assert NASTY not in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "1 by 2 px" in shown
    assert refused.status_code == 403


def sound(seconds: int) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(b"\0\0" * 44_100 * seconds)
    return held.getvalue()


def picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (64, 64)).save(held, "PNG")
    return held.getvalue()


@pytest.mark.parametrize(
    ("status", "reason"),
    [("GREY_LISTED", "ACCOUNT_GREYLISTED"), ("SUSPEND_LISTED", "ACCOUNT_SUSPENDED")],
)
async def test_an_account_that_is_not_active_pauses_its_ad_sets_and_takes_nothing(
    account: Account, ads: AdsClient, status: str, reason: str
) -> None:
    id_ = account.new_id()
    account.live["ad_sets"][id_] = {"id": id_, "campaign_id": account.new_id(), "delivery": "ON"}
    account.status = status
    (shown,) = await ads.all_live("ad_sets")
    with pytest.raises(SpotifyError, match="not active") as refused:
        await ads.create_draft("campaigns", CAMPAIGN, "key-1")

    assert (shown["is_paused"], shown["pause_reason"]) == (True, reason)
    assert (await ads.get_account())["status"] == status
    assert refused.value.status == 403
