"""What is told of an episode in ways that nobody documents."""

from typing import Any

import pytest

from connectors.distribution import wire
from connectors.distribution.wire import Processing
from domain.clock import SteppingClock


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        "success",
        {},
        {"processing_status": 7, "status_updated_at": "yesterday", "failure_events": 3},
        {"failure_events": ["x", None, {"details": "x"}, {"details": {"blocked_markets": "DE"}}]},
        {"failure_events": [{"occurred_at": 5, "details": {"blocked_markets": [7, None]}}]},
    ],
)
def test_what_cannot_be_read_says_nothing_and_breaks_nothing(said: object) -> None:
    told = wire.status(said, None)

    assert (told.processing, told.since, told.blocked) == (Processing.UNKNOWN, None, frozenset())


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"error_message": "Too short."}, "Spotify: Too short"),
        ({"issues": [{"message": "Too quiet."}]}, "Spotify: Too quiet"),
        ({}, "Spotify: transcoding failed"),
    ],
)
def test_a_failure_is_told_by_its_words_or_its_kind(
    clock: SteppingClock, details: dict[str, Any], said: str
) -> None:
    at = clock.now().isoformat()
    event = {"type": "transcoding_failed", "occurred_at": at, "details": details}

    told = wire.status({"processing_status": "failed", "failure_events": [event]}, clock.now())

    assert told.failures == (said,)
