"""Which files an episode may be released with, said when it is asked for."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.catalog.model import Asset, AssetKind, AssetState
from domain.requests.kinds import episode_release, takedown
from domain.requests.kinds.episode_release import EpisodeReleaseBrief, Target
from domain.requests.kinds.referenced import Seen

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def file(name: str, kind: AssetKind, media_type: str, **changes: Any) -> Asset:
    said: dict[str, Any] = dict.fromkeys(("agency_id", "duration_ms", "width", "height", "problem"))
    said |= {"id": name, "brand_id": "brd_1", "kind": kind, "name": name, "created_at": NOW}
    said |= {"media_type": media_type, "size": 1, "sha256": "f" * 64, "uploader_id": "usr_1"}
    return Asset(**said | {"state": AssetState.READY} | changes)


def problems(target: Target, audio: str, transcript: str) -> list[tuple[str, tuple[str, ...]]]:
    files = [
        file("audio", AssetKind.AUDIO, audio),
        file("artwork", AssetKind.IMAGE, "image/png", width=1_400, height=1_400),
        file("transcript", AssetKind.DOCUMENT, transcript),
    ]
    brief = EpisodeReleaseBrief.model_validate(
        {
            "name": "One",
            "brand_id": "brd_1",
            "markets": ["DE"],
            "show_id": "shw_1",
            "episode_id": "epi_1",
            "target": target,
            "releases_on": "2026-12-01",
            "script": "Hm.",
            **{f"{one.name}_asset_id": one.id for one in files},
        }
    )
    found = episode_release.fits(brief, NOW, Seen(assets={one.id: one for one in files}))
    return [(one.code, one.path) for one in found]


@pytest.mark.parametrize("target", Target)
@pytest.mark.parametrize("audio", ["audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg"])
def test_audio_that_directories_refuse_is_said_where_it_would_reach_them(
    target: Target, audio: str
) -> None:
    refused = audio in {"audio/wav", "audio/ogg"} and target in {
        Target.FEED,
        Target.DISTRIBUTION_API,
        Target.MEGAPHONE,
    }
    wanted = [("other_audio", ("audio_asset_id",))] if refused else []

    assert problems(target, audio, "application/pdf") == wanted


@pytest.mark.parametrize(
    "media_type", ["application/pdf", "text/vtt", "application/x-subrip", "text/plain"]
)
def test_a_transcript_is_printed_or_text(media_type: str) -> None:
    assert problems(Target.FEED, "audio/mpeg", media_type) == []


def test_evidence_is_given_as_it_was_printed() -> None:
    said: dict[str, Any] = {"evidence_asset_id": "proof"}
    brief = takedown.TakedownBrief.model_construct(**said)
    given = file("proof", AssetKind.DOCUMENT, "text/plain")
    seen = Seen(assets={"proof": given})
    (problem,) = seen.of_kinds(brief, {"evidence_asset_id": AssetKind.DOCUMENT})

    assert (problem.code, problem.path) == ("other_type_of_file", ("evidence_asset_id",))
