"""From which day a house is read, what a contract may mean, and what notes say."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.rights.model import Layer
from domain.title_house import rules
from domain.title_house.model import ChannelState, Door, Licence, Pull, Showing

LAST = datetime(2026, 3, 1, 0, 30, tzinfo=UTC)
PULL = Pull(Door.FULL, None, LAST, LAST, 0, 0, 0)


@pytest.mark.parametrize(
    ("last", "door", "due"),
    [
        (None, Door.FULL, None),
        (PULL, Door.FULL, date(2026, 2, 27)),
        (PULL, Door.OLDER, None),
        (replace(PULL, door=Door.OLDER), Door.FULL, None),
    ],
)
def test_a_reading_begins_days_before_the_last_one_by_the_same_door(
    last: Pull | None, door: Door, due: date | None
) -> None:
    assert rules.due(last, door) == due


@pytest.mark.parametrize(
    ("due", "since", "gap"),
    [
        (None, None, False),
        (None, date(2026, 1, 1), True),
        (date(2026, 1, 2), date(2026, 1, 1), False),
        (date(2026, 1, 2), date(2026, 1, 2), False),
        (date(2026, 1, 2), date(2026, 1, 3), True),
        (date(2026, 1, 2), None, False),
    ],
)
def test_a_reading_from_a_later_day_leaves_a_gap(
    due: date | None, since: date | None, *, gap: bool
) -> None:
    assert rules.leaves_a_gap(due, since) is gap


@pytest.mark.parametrize(
    ("said", "layer"),
    [
        ("AUDIOBOOK rights", Layer.TEXT_AUDIO_ADAPTATION),
        ("Podcast", Layer.TEXT_AUDIO_ADAPTATION),
        ("Audio narration", Layer.NARRATOR),
        ("Synchronisation", Layer.MUSIC_COMPOSITION_SYNC),
        ("Jacket image", Layer.COVER_ART),
        ("Film and television", None),
        ("", None),
    ],
)
def test_a_type_of_rights_sounds_like_one_layer_or_none(said: str, layer: Layer | None) -> None:
    assert rules.layer_of(said) is layer


@pytest.mark.parametrize(
    ("signed", "months", "terminated", "ends"),
    [
        (date(2024, 1, 31), 1, None, date(2024, 2, 29)),
        (date(2024, 12, 15), 12, None, date(2025, 12, 15)),
        (date(2024, 12, 15), 12, date(2025, 3, 1), date(2025, 3, 1)),
        (date(2024, 12, 15), None, None, None),
        (None, 12, None, None),
        (None, None, date(2025, 3, 1), date(2025, 3, 1)),
        (date(2024, 12, 15), 9_999 * 12, None, None),
    ],
)
def test_a_term_counts_months_and_a_termination_ends_it(
    signed: date | None, months: int | None, terminated: date | None, ends: date | None
) -> None:
    assert rules.ends_on(Licence("1", "x", "2", signed, months, terminated)) == ends


def test_a_note_begins_with_a_marker_and_stays_one_short_line() -> None:
    gone = Showing(
        "1", "spotify", "https://x", ChannelState.TAKEN_DOWN, date(2026, 1, 2), "a\nb\x00 " * 200
    )
    said = rules.note(gone)

    assert said.startswith("[greenlight:spotify] taken down 2026-01-02 a b a b")
    assert len(said) <= rules.NOTE_MAX
    assert not set(said) & {"\n", "\x00"}
