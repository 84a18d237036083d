"""What an ad may be made of, which is less than what may be uploaded."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.campaigns import rules
from domain.catalog.model import Asset, AssetKind, AssetState


def spot(**changes: Any) -> Asset:
    said: dict[str, Any] = {
        "id": "ast_1",
        "brand_id": "brd_1",
        "agency_id": None,
        "kind": AssetKind.AUDIO,
        "name": "spot",
        "state": AssetState.READY,
        "media_type": "audio/mpeg",
        "size": 20_000_000,
        "sha256": "f" * 64,
        "duration_ms": 31_000,
        "width": None,
        "height": None,
        "problem": None,
        "uploader_id": "usr_1",
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Asset(**said | changes)


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"size": 20_000_001}, False),
        ({"media_type": "audio/ogg"}, True),
        ({"media_type": "audio/wav"}, True),
        ({"media_type": "audio/mp4"}, False),
        ({"duration_ms": 31_001}, False),
    ],
)
def test_audio_that_spotify_takes_for_no_ad_keeps_a_campaign_from_being_ready(
    changes: dict[str, Any],
    holds: bool,  # noqa: FBT001  What is expected, by pytest's parameters.
) -> None:
    assert rules._audio(spot(**changes)).holds is holds


def test_what_is_wrong_with_a_file_says_what_it_must_be() -> None:
    picture = {"kind": AssetKind.IMAGE, "media_type": "image/png", "width": 640, "height": 480}

    assert rules._audio(spot(duration_ms=45_000)).found.endswith("of at most 31 s and 20 MB")
    assert rules._image("Logo", spot(**picture)).found.endswith("of at least 640 pixels a side")
