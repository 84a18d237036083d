"""Fetching the files of a placement sheet: for one person, one file, a while; and kept, not run."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from connectors.files.disk import DiskStore
from domain.catalog.rules import ENDINGS, MEDIA_TYPES
from domain.clock import SteppingClock
from domain.people import membership, service
from tests.api.door import client
from tests.stories.desk import OneProcess
from tests.stories.sponsors import Studio
from tests.stories.sponsors import studio as opened
from tests.world import ROOT, World, tone

Handed = tuple[Studio, dict[str, Any], str]


@pytest.fixture
async def handed(world: World, clock: SteppingClock) -> Handed:
    """A studio, a request whose sheet lies with the show's team, and their address of its spot."""
    studio = await opened(OneProcess.open(world, clock))
    request = await studio.approved()
    await studio.desk.work(seconds=31)
    return studio, request, (await studio.files(request, "host"))[0]["downloadUrl"]


async def got(world: World, url: str) -> httpx2.Response:
    return await client(world).get(url)


async def test_a_file_is_to_be_kept_and_never_shown(handed: Handed, world: World) -> None:
    answer = await got(world, handed[2])

    assert (answer.status_code, answer.content) == (200, tone(2))
    assert {
        name: answer.headers[name]
        for name in (
            "content-type",
            "content-disposition",
            "x-content-type-options",
            "content-security-policy",
            "cache-control",
        )
    } == {
        "content-type": "audio/wav",
        "content-disposition": 'attachment; filename="1-Spot.wav"',
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-store",
    }


async def test_a_file_is_never_held_whole(
    handed: Handed, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(DiskStore, "load")
    answer = await got(world, handed[2])

    assert answer.content == tone(2)
    assert answer.headers["content-length"] == str(len(tone(2)))


@pytest.mark.parametrize(
    ("called", "named"),
    [
        ('../../x"; evil=1', "1-x-evil-1.wav"),
        ("Spot für Köln", "1-Spot-f-r-K-ln.wav"),
        ("\u97f3\u58f0", "1-file.wav"),
        ("setup.exe", "1-setup-exe.wav"),
        ("x" * 80, f"1-{'x' * 40}.wav"),
    ],
)
async def test_of_peoples_words_letters_and_digits_reach_the_name(
    world: World, clock: SteppingClock, called: str, named: str
) -> None:
    studio = await opened(OneProcess.open(world, clock))
    due = str(world.hub.clock.now().date() + timedelta(days=5))
    wanted = [{"name": called, "kind": "AUDIO", "due": due}]
    request = (await studio.asks(deliverables=wanted))["request"]
    await studio.signed(request)
    await studio.delivers("agent", request, called, tone(2))
    await studio.desk.work()
    await studio.desk.says("legal_one", request, "compliance")
    await studio.desk.work(seconds=31)
    (spot,) = await studio.files(request, "host")
    answer = await got(world, spot["downloadUrl"])

    assert answer.headers["content-disposition"] == f'attachment; filename="{named}"'


async def test_an_address_ends(handed: Handed, world: World, clock: SteppingClock) -> None:
    clock.advance(timedelta(minutes=15, seconds=1))
    answer = await got(world, handed[2])

    assert (answer.status_code, answer.json()["error"]) == (403, "download_link_expired")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "..",
        "9999999999",
        "9999999999.usr_x.00",
        "\u0661.usr_x.00",
        "-1.a.b",
        # More digits than Python makes a number of.
        pytest.param(f"{'9' * 5_000}.usr_x.req_x.00", id="digits"),
    ],
)
async def test_a_forged_address_is_refused(handed: Handed, world: World, token: str) -> None:
    path = handed[2].partition("?")[0]
    answer = await client(world).get(path, params={"token": token})

    assert (answer.status_code, answer.json()["error"]) == (403, "bad_download_link")


async def test_an_address_is_for_one_file_one_person_and_one_use(
    handed: Handed, world: World
) -> None:
    studio, request, spot = handed
    (_, script) = await studio.files(request, "host")
    path, _, token = spot.partition("?token=")
    expires, user_id, request_id, signature = token.split(".")
    other_file = f"{script['downloadUrl'].partition('?')[0]}?token={token}"
    other_person = f"{path}?token={expires}.{world.people['manager']}.{request_id}.{signature}"
    later = f"{path}?token={int(expires) + 60}.{user_id}.{request_id}.{signature}"
    front = await studio.desk.front("agent")
    upload = await front.client.put(spot.replace("downloads", "uploads"), content=b"x")

    for url in (other_file, other_person, later):
        assert (await got(world, url)).json()["error"] == "bad_download_link"
    assert upload.status_code == 403


async def test_whoever_sees_the_request_no_more_fetches_nothing(
    handed: Handed, world: World
) -> None:
    _, _, spot = handed
    await membership.remove_member(world.hub, ROOT, world.teams["show"], world.people["host"])
    unseen = await got(world, spot)
    await service.deactivate(world.hub, ROOT, world.people["host"])
    barred = await got(world, spot)

    assert (unseen.status_code, unseen.json()["error"]) == (404, "no_such_request")
    assert (barred.status_code, barred.json()["error"]) == (403, "unauthenticated")


async def test_a_file_that_is_gone_is_said_to_be(
    handed: Handed, world: World, tmp_path: Any
) -> None:
    _, _, spot = handed
    (tmp_path / "files" / spot.split("?")[0].rpartition("/")[2]).unlink()

    assert (await got(world, spot)).status_code == 404


async def test_every_address_is_made_anew_and_only_for_whoever_looks(
    handed: Handed, clock: SteppingClock, world: World
) -> None:
    studio, request, _ = handed
    clock.advance(timedelta(minutes=20))
    (spot, _) = await studio.files(request, "agent")
    answer = await got(world, spot["downloadUrl"])

    assert (answer.status_code, answer.content) == (200, tone(2))


def test_every_type_a_file_may_have_is_named() -> None:
    assert {one for types in MEDIA_TYPES.values() for one in types} == set(ENDINGS)
