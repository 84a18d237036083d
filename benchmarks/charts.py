"""Charts: how long one takes to draw and to paint, and how long the event loop stands still.

A loop stall is how much later than asked a sleep of a millisecond ends. It is measured while charts
are painted by the worker, beside a thread of this process that paints the same ones: the renderer
keeps Python's lock, so the loop waits for the thread, and not for the worker.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from connectors.charts.painting import Painting
from connectors.charts.worker import paint
from domain.charts.draw import draw
from domain.charts.model import Chart, Look, Theme
from domain.charts.specimen import specimens

ROUNDS, PAINTED = 40, 40


def charts(n: int) -> dict[str, Chart]:
    """Return the specimens, each named anew, so that nothing was seen before."""
    return {kind: replace(one, title=f"{one.title} {n}") for kind, one in specimens().items()}


def drawing() -> None:
    """Print how long each chart takes to draw, in both themes and languages, by processor time."""
    looks = [Look(theme, locale) for theme in Theme for locale in ("en", "de")]
    took: dict[str, list[float]] = {kind: [] for kind in specimens()}
    for n in range(ROUNDS):
        for kind, one in charts(n).items():
            begin = time.process_time()
            draw(one, looks[n % len(looks)])
            took[kind].append((time.process_time() - begin) * 1_000)
    for kind, times in took.items():
        slow = statistics.quantiles(times[len(looks) :], n=20)[-1]
        told = f"{statistics.median(times):.2f} ms, p95 {slow:.2f} ms (goal: 2 ms)"
        print(f"chart {kind}, as SVG: {told}")


async def stalls(work: Awaitable[object]) -> list[float]:
    """Return by how many milliseconds sleeps ended late while `work` was done."""
    found: list[float] = []
    task = asyncio.ensure_future(work)
    while not task.done():
        begin = time.perf_counter()
        await asyncio.sleep(0.001)
        found.append((time.perf_counter() - begin - 0.001) * 1_000)
    await task
    return found


async def painting(name: str, png: Callable[[str], Awaitable[bytes]], start: int) -> None:
    """Print how long a picture takes, and how long the loop stands still meanwhile."""
    svgs = [draw(one).svg for n in range(PAINTED // 5) for one in charts(start + n).values()]
    took: list[float] = []

    async def all_of_them() -> None:
        for svg in svgs:
            begin = time.perf_counter()
            await png(svg)
            took.append((time.perf_counter() - begin) * 1_000)

    late = await stalls(all_of_them())
    slow = statistics.quantiles(late, n=20)[-1]
    print(
        f"chart as PNG, {name}: {statistics.median(took):.0f} ms;"
        f" loop stall p95 {slow:.1f} ms, worst {max(late):.0f} ms (goal of the worker: p95 5 ms)"
    )


async def main() -> None:
    """Draw, then paint by the worker and in a thread."""
    drawing()
    idle = statistics.quantiles(await stalls(asyncio.sleep(3)), n=20)[-1]
    print(f"loop stall with nothing to do: p95 {idle:.1f} ms")
    painter = Painting()
    begin = time.perf_counter()
    await painter.png(draw(charts(-1)["funnel"]).svg)
    print(f"chart as PNG, the first: {(time.perf_counter() - begin) * 1_000:.0f} ms")
    await painting("by the worker", painter.png, 1_000)
    await painter.close()
    await painting("in a thread", lambda svg: asyncio.to_thread(paint, svg), 2_000)


if __name__ == "__main__":
    asyncio.run(main())
