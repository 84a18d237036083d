"""The first page of the demo says what a day that passes now would overtake."""

from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette

from app.demo.clock import DemoClock
from app.demo.page import pages


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
