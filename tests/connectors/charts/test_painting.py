"""Charts as PNG: what is drawn is painted, and nothing that befalls the painter stays with it."""

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from connectors.charts.painting import SVG_BYTES_MAX, Painting, painting
from domain.charts.draw import draw
from domain.charts.model import Look, Theme
from domain.charts.palette import PALETTES
from domain.charts.specimen import specimens
from domain.errors import Invalid, Upstream

#: Workers of other kinds: each reads one message before it does something.
READ = "import os, struct, sys, time\nhead = sys.stdin.buffer.read(4)\n"
SLEEPS = READ + "time.sleep(600)\n"
DIES = READ + "sys.exit(3)\n"
TELLS = (
    READ + "said = repr(dict(os.environ)).encode()\n"
    "sys.stdout.buffer.write(b'\\0' + struct.pack('>I', len(said)) + said)\n"
    "sys.stdout.buffer.flush()\ntime.sleep(600)\n"
)


def blank(extra: str = "") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">{extra}</svg>'


def text(words: str) -> str:
    return blank(f'<text x="2" y="15" font-family="DejaVu Sans" font-size="12">{words}</text>')


@pytest.fixture
async def painter() -> AsyncIterator[Painting]:
    async with painting() as found:
        yield found


def other(folder: Path, source: str, **ways: float) -> Painting:
    worker = folder / "worker.py"
    worker.write_text(source)
    return Painting(worker=worker, **ways)  # type: ignore[arg-type]


@pytest.mark.parametrize("theme", Theme)
async def test_every_chart_is_painted(painter: Painting, theme: Theme) -> None:
    for chart in specimens().values():
        drawing = draw(chart, Look(theme))
        with Image.open(io.BytesIO(await painter.png(drawing.svg))) as picture:
            assert (picture.format, picture.width) == ("PNG", 1_080)
            ground = PALETTES[theme].ground
            assert picture.convert("RGB").getpixel((2, 2)) == tuple(bytes.fromhex(ground[1:]))


async def test_letters_are_painted_with_the_fonts_that_are_shipped(painter: Painting) -> None:
    def dots(picture: bytes) -> int:
        with Image.open(io.BytesIO(picture)) as found:
            return sum(found.convert("RGBA").getchannel("A").histogram()[128:])

    assert dots(await painter.png(blank())) == 0
    assert dots(await painter.png(text("Müller €"))) > 100
    assert dots(await painter.png(text("Ж Ω ש"))) > 40


async def test_who_asks_again_has_it_from_what_is_kept(painter: Painting) -> None:
    first = await painter.png(text("a"))
    pid = painter.pid
    await painter.close()

    assert await painter.png(text("a")) == first
    assert (pid is not None, painter.pid) == (True, None)


async def test_a_painter_that_died_is_replaced(painter: Painting) -> None:
    await painter.png(text("a"))
    first = painter.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)

    assert (await painter.png(text("b"))).startswith(b"\x89PNG")
    assert painter.pid != first


async def test_what_is_no_svg_is_refused_and_the_next_is_painted(painter: Painting) -> None:
    await painter.png(text("a"))
    first = painter.pid
    with pytest.raises(Upstream, match="tell an administrator"):
        await painter.png("<svg")

    assert (await painter.png(text("b"))).startswith(b"\x89PNG")
    assert painter.pid == first


async def test_what_is_too_large_is_refused(painter: Painting) -> None:
    with pytest.raises(Invalid, match="500,000 bytes"):
        await painter.png(text("a" * SVG_BYTES_MAX))

    assert painter.pid is None


async def test_a_painter_that_hangs_is_ended(tmp_path: Path) -> None:
    painter = other(tmp_path, SLEEPS, seconds=0.3)

    with pytest.raises(Upstream, match="in time"):
        await painter.png(text("a"))
    assert painter.pid is None


async def test_a_painter_that_always_dies_is_said(tmp_path: Path) -> None:
    painter = other(tmp_path, DIES)

    with pytest.raises(Upstream, match="cannot be painted here now"):
        await painter.png(text("a"))
    assert painter.pid is None


async def test_no_more_wait_than_may(tmp_path: Path) -> None:
    painter = other(tmp_path, SLEEPS, waiting=1)
    first = asyncio.create_task(painter.png(text("a")))
    while painter.pid is None:  # noqa: ASYNC110  There is nothing else to wait for.
        await asyncio.sleep(0.01)

    with pytest.raises(Upstream, match="Too many"):
        await painter.png(text("b"))
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert painter.pid is None


async def test_everybody_has_the_picture_that_was_asked_for(painter: Painting) -> None:
    wanted = [text(str(n % 7)) for n in range(20)]
    alone = {one: await painter.png(one) for one in wanted[:7]}
    async with painting() as anew:
        found = await asyncio.gather(*(anew.png(one) for one in wanted))

    assert found == [alone[one] for one in wanted]
    assert len(set(found)) == 7


async def test_an_answer_that_nobody_waits_for_reaches_nobody(painter: Painting) -> None:
    await painter.png(text("a"))
    for _ in range(3):
        left = asyncio.create_task(painter.png(draw(specimens()["threshold"]).svg))
        await asyncio.sleep(0)
        left.cancel()
        await asyncio.gather(left, return_exceptions=True)

    async with painting() as anew:
        assert await painter.png(text("b")) == await anew.png(text("b"))


async def test_the_painter_knows_nothing_of_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENLIGHT_SECRET", "x" * 40)
    painter = other(tmp_path, TELLS)

    told = (await painter.png(text("a"))).decode()
    await painter.close()
    assert "GREENLIGHT" not in told
    assert "xxxx" not in told
