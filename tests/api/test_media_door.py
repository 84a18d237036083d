"""Files by their addresses, over HTTP: whole, in parts, and not when they must not be."""

import asyncio
import io
import random
import wave
from dataclasses import dataclass, replace
from pathlib import Path

import httpx2
import pytest
from starlette.types import Message

from api.app import create_app
from api.doors import media, sending
from domain.catalog import records as catalog
from domain.catalog.model import AssetKind
from domain.database import transaction
from domain.media import records, service
from domain.requests.submit import submit
from domain.targets.model import File
from tests.api.door import client
from tests.domain.media.out import out
from tests.world import World, upload

#: What is kept of it is looked at beside the service; the door is the same on both engines.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def noise() -> bytes:
    """Three megabytes of a WAV file, the same in every run."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(random.Random(7).randbytes(3_000_000))
    return out.getvalue()


CONTENT = noise()
SIZE = len(CONTENT)


@dataclass
class Stand:
    """A hub that gives one recording out; `path` is where."""

    world: World
    file: File
    kept: Path

    @property
    def path(self) -> str:
        return self.file.address.removeprefix(self.world.hub.public_url)

    async def get(self, path: str = "", method: str = "GET", **headers: str) -> httpx2.Response:
        said = {name.replace("_", "-"): text for name, text in headers.items()}
        return await client(self.world).request(method, path or self.path, headers=said)

    async def closes(self) -> None:
        async with transaction():
            await service.close(self.world.hub, "guid")


@pytest.fixture
async def stand(world: World, files: Path) -> Stand:
    world = replace(world, hub=replace(world.hub, public_url="http://hub"))
    requester = await world.actor("requester")
    asset = await upload(world.hub, requester, world.brand_id, AssetKind.AUDIO, CONTENT)
    request = await submit(world.hub, requester, "campaign", world.brief())
    async with transaction():
        found = await service.open_for(world.hub, request.id, "guid", {"audio": asset})
        await out(request.id, "guid", world.hub.clock.now(), asset.id)
    return Stand(world, found["audio"], files / asset.id)


async def test_a_file_is_given_out_whole_with_all_that_players_ask(stand: Stand) -> None:
    answer = await stand.get()
    names = ("content-type", "content-length", "accept-ranges", "etag", "cache-control")
    safe = ("x-content-type-options", "referrer-policy", "access-control-allow-origin")

    assert (answer.status_code, answer.content == CONTENT) == (200, True)
    assert {name: answer.headers[name] for name in (*names, *safe)} == {
        "content-type": "audio/wav",
        "content-length": str(SIZE),
        "accept-ranges": "bytes",
        "etag": f'"{stand.file.sha256}"',
        "cache-control": "public, max-age=300, no-transform",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "access-control-allow-origin": "*",
    }
    assert answer.headers["last-modified"].endswith(" GMT")
    assert "set-cookie" not in answer.headers


async def test_a_head_says_the_same_and_gives_nothing(stand: Stand) -> None:
    whole, head = await stand.get(), await stand.get(method="HEAD", range="bytes=0-9")

    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(whole.headers)


@pytest.mark.parametrize(
    ("asked", "first", "stop"),
    [
        ("bytes=0-", 0, SIZE),
        ("bytes=1000000-1999999", 1_000_000, 2_000_000),
        ("bytes=2999999-", 2_999_999, SIZE),
        ("bytes=-128", SIZE - 128, SIZE),
    ],
)
async def test_a_player_seeks(stand: Stand, asked: str, first: int, stop: int) -> None:
    answer = await stand.get(range=asked)

    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {first}-{stop - 1}/{SIZE}"
    assert answer.content == CONTENT[first:stop]


async def test_a_download_that_broke_off_goes_on_unless_the_file_is_another(stand: Stand) -> None:
    tag = (await stand.get(method="HEAD")).headers["etag"]
    rest = await stand.get(range="bytes=2000000-", if_range=tag)
    anew = await stand.get(range="bytes=2000000-", if_range='"another"')

    assert CONTENT[:2_000_000] + rest.content == CONTENT
    assert (rest.status_code, anew.status_code) == (206, 200)
    assert anew.content == CONTENT


async def test_a_part_beyond_the_end_is_said_to_be_none(stand: Stand) -> None:
    answer = await stand.get(range=f"bytes={SIZE}-")

    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["content-range"] == f"bytes */{SIZE}"


async def test_who_has_it_is_given_nothing_again(stand: Stand) -> None:
    head = await stand.get(method="HEAD")
    by_tag = await stand.get(if_none_match=head.headers["etag"], range="bytes=0-9")
    by_date = await stand.get(if_modified_since=head.headers["last-modified"])

    assert [(one.status_code, one.content) for one in (by_tag, by_date)] == [(304, b"")] * 2
    assert by_tag.headers["etag"] == head.headers["etag"]


async def test_who_wants_another_file_at_the_address_is_given_none(stand: Stand) -> None:
    answer = await stand.get(if_match='"another"')

    assert (answer.status_code, answer.content) == (412, b"")


async def test_what_was_taken_down_is_gone_and_no_cache_keeps_that(stand: Stand) -> None:
    await stand.closes()
    answer = await stand.get(if_none_match=f'"{stand.file.sha256}"')

    assert (answer.status_code, answer.json()["error"]) == (410, "media_closed")
    assert answer.headers["cache-control"] == "no-store"


async def test_a_file_that_was_changed_is_never_given_out(
    stand: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (await stand.get(range="bytes=0-9")).status_code == 206
    stand.kept.write_bytes(b"\0" * SIZE)
    answers = [await stand.get(), await stand.get(method="HEAD")]
    stand.kept.unlink()
    answers.append(await stand.get())
    stand.kept.write_bytes(CONTENT)

    assert [one.status_code for one in answers] == [503] * 3
    assert "retry-after" in answers[0].headers
    assert "file_is_not_what_was_approved" in capsys.readouterr().err
    assert (await stand.get()).content == CONTENT


async def test_every_address_that_is_none_of_ours_has_the_same_answer(stand: Stand) -> None:
    token = stand.path.split("/")[2]
    other = token[:-1] + ("1" if token.endswith("0") else "0")
    answers = [
        await stand.get(path)
        for path in (
            f"/media/{other}/audio.wav",
            f"/media/{token}/audio.mp3",
            f"/media/{token}/..%2f..%2fgreenlight.db",
            f"/media/..%2f{stand.file.asset_id}/audio.wav",
            f"/media/{stand.file.asset_id}/audio.wav",
            f"/media/{'x' * 5_000}/audio.wav",
            "/media/%00/audio.wav",
        )
    ]

    assert {(one.status_code, one.headers["cache-control"]) for one in answers[:2]} == {
        (404, "no-store")
    }
    assert {one.status_code for one in answers} == {404}


async def test_of_a_large_file_little_is_in_memory(stand: Stand) -> None:
    sizes: list[int] = []

    async def send(message: Message) -> None:
        sizes.append(len(message.get("body", b"")))

    await create_app(stand.world.hub)(scope(stand.path), silence, send)

    assert sum(sizes) == SIZE
    assert max(sizes) <= SIZE / 10


async def test_only_so_many_are_given_out_at_once(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "OF_ONE", 1)
    app = create_app(stand.world.hub)
    transport = httpx2.ASGITransport(app=app)
    http = httpx2.AsyncClient(transport=transport, base_url="http://hub")
    during: list[httpx2.Response] = []

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            during.append(await http.get(stand.path))

    await app(scope(stand.path), silence, send)
    after = await http.get(stand.path)

    assert [one.status_code for one in during] == [503]
    assert "retry-after" in during[0].headers
    assert after.status_code == 200


async def test_who_takes_nothing_keeps_no_file_open(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "STALLED_SECONDS", 0.0)
    app = create_app(stand.world.hub)
    taken: list[Message] = []

    async def send(message: Message) -> None:
        taken.append(message)
        await silence()

    await app(scope(stand.path), silence, send)

    assert [one["type"] for one in taken] == ["http.response.start"]


async def test_who_hangs_up_keeps_no_file_open(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "OF_ONE", 1)
    app = create_app(stand.world.hub)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(_: Message) -> None:
        await silence()

    await app(scope(stand.path), receive, send)
    transport = httpx2.ASGITransport(app=app)
    answer = await httpx2.AsyncClient(transport=transport, base_url="http://hub").get(stand.path)

    assert answer.status_code == 200


async def test_documents_and_pictures_run_nothing_where_people_are_signed_in(stand: Stand) -> None:
    image = (await catalog.assets([stand.world.assets["image"]]))[stand.world.assets["image"]]
    async with transaction():
        request_id = (await records.of_publication("guid"))[0].request_id
        found = await service.open_for(stand.world.hub, request_id, "guid", {"artwork": image})
        await out(request_id, "guid", stand.world.hub.clock.now(), image.id)
    answer = await stand.get(found["artwork"].address.removeprefix("http://hub"))

    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


def scope(path: str) -> dict[str, object]:
    """Return what a server says of a plain request; its client is that of the tests' transport."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"hub")],
        "client": ("127.0.0.1", 123),
        "scheme": "http",
        "server": ("hub", 80),
    }


async def silence() -> Message:
    """Say nothing for ever, as a client does that only waits."""
    await asyncio.Event().wait()
    return {"type": "http.disconnect"}
