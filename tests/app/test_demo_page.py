"""The first page of the demo lets a day pass, and says what that would overtake."""

from functools import partial
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette

from app.demo import page
from app.demo.clock import DAY, DemoClock, let_day_pass
from app.demo.page import pages
from domain.jobs import records, service
from domain.jobs.model import LEASE, JobState
from tests.world import World


async def nothing_waits() -> int:
    return 0


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, ""), (1, "One approved request is not"), (3, "3 approved requests are not")],
)
async def test_the_button_that_lets_a_day_pass_says_what_waits(
    tmp_path: Path, count: int, said: str
) -> None:
    async def waiting() -> int:
        return count

    app = Starlette(routes=pages("http://demo", [], DemoClock(tmp_path / "clock"), waiting))
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://demo") as browser:
        shown = (await browser.get("/")).text

    assert "Let a day pass" in shown
    assert said in shown
    assert ("handed over yet" in shown) == (count > 0)
    assert "{{" not in shown


async def test_no_day_passes_while_something_is_done(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = DemoClock(tmp_path / "clock")
    began = clock.now()
    await service.ask(world.hub.wake, began, key="one", kind="any", lane="any", details={})
    held = await records.claim(clock.now(), LEASE)
    assert held is not None
    monkeypatch.setattr(page, "let_day_pass", partial(let_day_pass, wait_seconds=0))
    app = Starlette(routes=pages("http://demo", [], clock, nothing_waits))
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://demo") as browser:
        refused = await browser.post("/day")
        then = clock.now()
        await records.close(held, JobState.DONE, then)
        done = await browser.post("/day")

    assert refused.status_code == 503
    assert "try again shortly" in refused.text
    assert then - began < DAY
    assert done.status_code == 303
    assert DAY <= clock.now() - began < 2 * DAY
