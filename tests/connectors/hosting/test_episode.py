"""An episode in the words that hosts take, and what hosts say of instants and addresses."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.distribution import wire as distribution
from connectors.hosting import episode
from connectors.megaphone import wire as megaphone
from domain.jobs.model import GiveUp
from domain.targets.model import Refused
from domain.territories import TERRITORIES
from tests.connectors.hosting.releases import AUDIO, release


def told(**metadata: Any) -> dict[str, Any]:
    return {"metadata": metadata}


@pytest.mark.parametrize(
    ("description", "summary"),
    [
        (None, ""),
        ("  ", ""),
        ("One\ntwo\n\n\n\nThree", "<p>One<br>two</p><p>Three</p>"),
        (
            '<script>alert("x")</script> & more',
            '<p>&lt;script&gt;alert("x")&lt;/script&gt; &amp; more</p>',
        ),
    ],
)
def test_what_it_is_about_is_text_whatever_is_written(
    description: str | None, summary: str
) -> None:
    assert episode.summary(release(content=told(description=description))) == summary


@pytest.mark.parametrize(
    ("said", "number"),
    [("7", 7), ("007", 7), ("0", None), ("-1", None), ("VII", None), ("²", None), ("9" * 40, None)],
)
def test_a_number_is_told_only_if_it_counts(said: str, number: int | None) -> None:
    assert episode.number(release(content=told(series_number=said))) == number


@pytest.mark.parametrize("season", [None, 1, 9_999])
def test_a_season_is_told_only_where_one_is_given(season: int | None) -> None:
    assert episode.season(release(content=told(season=season))) == season
    assert episode.season(release(content=told())) is None


def test_what_has_no_title_for_listeners_is_called_as_it_was_asked_for() -> None:
    assert episode.title(release(content=told(episode_title=None))) == "The release of one"


def test_what_has_no_audio_is_refused() -> None:
    with pytest.raises(Refused, match="there is no audio"):
        episode.audio(release(files={}), here=False)


@pytest.mark.parametrize("field", ["audio_asset_id", "artwork_asset_id"])
def test_a_hub_that_cannot_be_reached_from_outside_says_which_setting_mends_it(field: str) -> None:
    inside = replace(AUDIO, address="http://127.0.0.1:8400/media/one.mp3")
    what = release(files={"audio_asset_id": AUDIO, field: inside})

    with pytest.raises(GiveUp, match="GREENLIGHT_PUBLIC_URL"):
        distribution.body(what, here=False)
    with pytest.raises(GiveUp, match="GREENLIGHT_PUBLIC_URL"):
        megaphone.body(what, here=False)


def test_what_was_approved_for_everywhere_may_be_heard_everywhere() -> None:
    episode.require_markets(release(markets=tuple(TERRITORIES)), TERRITORIES, "The host")


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2026-11-21T10:00:00Z", datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("2026-11-21T10:00:00", datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("2026-11-21T12:00:00+02:00", datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("0001-01-01T00:00:00+23:00", None),
        ("soon", None),
        (7, None),
        (None, None),
    ],
)
def test_an_instant_is_read_in_utc_or_not_at_all(said: object, at: datetime | None) -> None:
    assert episode.instant(said) == at


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("spotify:episode:0abc", "https://open.spotify.com/episode/0abc"),
        ("0abc", "https://open.spotify.com/episode/0abc"),
        ("../../evil", ""),
        (None, ""),
    ],
)
def test_only_what_is_an_id_leads_to_spotify(said: str | None, address: str) -> None:
    assert episode.open_address(said) == address
