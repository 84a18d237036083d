"""Files: promised, uploaded once, looked at, and refused with a reason."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.catalog import uploads
from domain.catalog.model import Asset, AssetKind, AssetState
from domain.clock import SteppingClock
from domain.errors import Conflict, Forbidden, HubError, Invalid, Missing
from tests.world import World, pieces, square, tone


async def promised(
    world: World, content: bytes, kind: AssetKind = AssetKind.IMAGE, size: int | None = None
) -> tuple[Asset, str]:
    owner = await world.actor("requester")
    return await uploads.promise_asset(
        world.hub, owner, world.brand_id, kind, "a.png", size or len(content)
    )


async def sent(world: World, asset: Asset, token: str, content: bytes) -> Asset:
    owner = await world.actor("requester")
    return await uploads.receive_asset(world.hub, owner, asset.id, token, pieces(content))


async def test_a_file_is_ready_with_its_measures(world: World) -> None:
    content = tone(3)
    asset, token = await promised(world, content, AssetKind.AUDIO)
    found = await sent(world, asset, token, content)

    assert (found.state, found.media_type) == (AssetState.READY, "audio/wav")
    assert (found.duration_ms, found.size) == (3000, len(content))


async def test_more_than_was_promised_is_refused_while_it_comes(world: World) -> None:
    content = square(64)
    asset, token = await promised(world, content, size=len(content) - 1)
    with pytest.raises(Invalid, match="More than"):
        await sent(world, asset, token, content)


@pytest.mark.parametrize("content", [b"MZ" + b"x" * 99, b"<svg/>" * 9, b"\x89PNG" + b"x" * 50])
async def test_another_type_than_promised_is_refused(world: World, content: bytes) -> None:
    asset, token = await promised(world, content)
    found = await sent(world, asset, token, content)

    assert found.state is AssetState.REFUSED
    assert found.problem is not None
    with pytest.raises(Missing):
        await world.hub.files.load(asset.id)


async def test_a_file_is_uploaded_once(world: World) -> None:
    content = square(64)
    asset, token = await promised(world, content)
    await sent(world, asset, token, content)
    with pytest.raises(Conflict):
        await sent(world, asset, token, content)


async def test_links_end_and_cannot_be_forged(world: World, clock: SteppingClock) -> None:
    content = square(64)
    asset, token = await promised(world, content)
    other, _ = await promised(world, content)
    for wrong in ("", "9999999999.0", token[:-1] + ("0" if token[-1] != "0" else "1")):
        with pytest.raises(Forbidden):
            await sent(world, asset, wrong, content)
    with pytest.raises(Forbidden):
        await sent(world, other, token, content)
    clock.advance(timedelta(minutes=16))
    with pytest.raises(Forbidden, match="expired"):
        await sent(world, asset, token, content)


@pytest.mark.parametrize(
    ("name", "size"), [("../etc/passwd", 9), ("a\x00b", 9), ("a.png", 0), ("a", 20_000_001)]
)
async def test_a_promise_that_cannot_be_kept_is_refused(world: World, name: str, size: int) -> None:
    owner = await world.actor("requester")
    with pytest.raises(HubError):
        await uploads.promise_asset(world.hub, owner, world.brand_id, AssetKind.IMAGE, name, size)


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        (AssetKind.AUDIO, 500_000_000),
        (AssetKind.IMAGE, 20_000_000),
        (AssetKind.DOCUMENT, 20_000_000),
    ],
)
async def test_how_large_a_file_may_be_depends_on_what_it_is_for(
    world: World, kind: AssetKind, most: int
) -> None:
    owner, brand = await world.actor("requester"), world.brand_id
    asset, _ = await uploads.promise_asset(world.hub, owner, brand, kind, "a", most)
    with pytest.raises(Invalid, match=f"of the kind {kind.upper()} has 1 to {most:,} bytes"):
        await uploads.promise_asset(world.hub, owner, brand, kind, "a", most + 1)

    assert asset.size == most


async def test_a_transcript_with_times_is_ready_as_a_document(world: World) -> None:
    content = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n"
    asset, token = await promised(world, content, AssetKind.DOCUMENT)
    found = await sent(world, asset, token, content)

    assert (found.state, found.media_type) == (AssetState.READY, "text/vtt")


async def test_of_two_who_send_one_file_the_quicker_counts(world: World, tmp_path: Path) -> None:
    content, other = square(64), tone(1)
    padded = other[: len(content)].ljust(len(content), b"\0")
    asset, token = await promised(world, content)
    begun, go_on = asyncio.Event(), asyncio.Event()
    owner = await world.actor("requester")

    async def slowly() -> AsyncIterator[bytes]:
        yield padded[:100]
        begun.set()
        await go_on.wait()
        yield padded[100:]

    slow = asyncio.create_task(uploads.receive_asset(world.hub, owner, asset.id, token, slowly()))
    await begun.wait()
    quick = await sent(world, asset, token, content)
    go_on.set()
    with pytest.raises(Conflict, match="ask for a new one"):
        await slow

    assert quick.state is AssetState.READY
    assert await world.hub.files.load(asset.id) == content
    assert list((tmp_path / "files").glob("*.partial")) == []


async def test_of_many_who_end_at_once_one_counts(world: World) -> None:
    content = square(64)
    asset, token = await promised(world, content)
    ends = await asyncio.gather(
        *(sent(world, asset, token, content) for _ in range(4)), return_exceptions=True
    )

    assert sorted(type(end).__name__ for end in ends) == ["Asset", *["Conflict"] * 3]
    assert await world.hub.files.load(asset.id) == content


async def test_a_file_that_is_there_is_never_written_over(world: World, tmp_path: Path) -> None:
    content = square(64)
    asset, token = await promised(world, content)
    (tmp_path / "files" / asset.id).write_bytes(b"what was there")
    with pytest.raises(Conflict):
        await sent(world, asset, token, content)

    assert await world.hub.files.load(asset.id) == b"what was there"
    assert list((tmp_path / "files").glob("*.partial")) == []
