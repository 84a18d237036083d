"""Serving: what is done before the first request."""

import gc

import pytest
import uvicorn

from app.serving import YOUNG, Stopping


async def test_what_stands_when_serving_begins_is_looked_through_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def at_once(_: uvicorn.Server) -> None:
        """Serve nobody."""

    monkeypatch.setattr(uvicorn.Server, "serve", at_once)
    before, thresholds = gc.get_freeze_count(), gc.get_threshold()
    made = [[number] for number in range(50_000)]
    try:
        await Stopping().serve(lambda: None, "127.0.0.1", 0, "warning")

        assert gc.get_freeze_count() - before >= len(made)
        assert gc.get_threshold()[0] == YOUNG
    finally:
        gc.set_threshold(*thresholds)
