"""The first page of the demo lets a day pass, and says what that would overtake."""

from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette

from app.demo.clock import DAY, DemoClock, let_day_pass
from app.demo.page import pages
from domain.errors import Busy
from domain.jobs import records, service
from domain.jobs.model import LEASE, JobState
from tests.world import World


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
        page = (await browser.get("/")).text

    assert "Let a day pass" in page
    assert said in page
    assert ("handed over yet" in page) == (count > 0)
    assert "{{" not in page


async def test_no_day_passes_while_something_is_done(tmp_path: Path, world: World) -> None:
    clock = DemoClock(tmp_path / "clock")
    began = clock.now()
    await service.ask(world.hub.wake, began, key="one", kind="any", lane="any", details={})
    held = await records.claim(clock.now(), LEASE)
    assert held is not None

    with pytest.raises(Busy, match="try again"):
        await let_day_pass(clock, 0)
    assert clock.now() - began < DAY

    await records.close(held, JobState.DONE, clock.now())
    await let_day_pass(clock)
    assert DAY <= clock.now() - began < 2 * DAY
