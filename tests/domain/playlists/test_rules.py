"""What is asked about a track, and what the answers mean."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.decisions.model import Judgement, Outcome
from domain.playlists.model import Asked, Judged, Standard
from domain.playlists.recordings import may_be
from domain.playlists.rules import NAMED_MAX, asked, compliance, counts, judged
from domain.requests.kinds.playlist import PlaylistBrief
from domain.rights.model import (
    Effect,
    End,
    Grant,
    Layer,
    Need,
    Provenance,
    Scope,
    Subject,
    SubjectKind,
    Use,
    Window,
)
from domain.territories import area

ISRC = "DEABC2600001"
BERLIN = {"DE": "Europe/Berlin"}


def brief(**changes: Any) -> PlaylistBrief:
    track = {"title": "Hills", "artist": "Sample Band", "isrc": ISRC, "explicit": False}
    plain = {"name": "Mornings", "brand_id": "brd_1", "markets": ["DE"], "purpose": "Mornings."}
    days = {"live_from": "2026-12-01", "live_until": "2026-12-31"}
    return PlaylistBrief.model_validate(plain | days | {"tracks": [track | changes]})


def grant(layer: Layer, until: datetime, where: str = "DE") -> Grant:
    return Grant(
        id=f"grt_{layer}",
        subject=Subject(SubjectKind.RECORDING, ISRC),
        layer=layer,
        effect=Effect.PERMIT,
        scope=Scope(frozenset({Use.IN_STORE}), area([where])),
        window=Window(datetime(2026, 1, 1, tzinfo=UTC), until, End.DATED),
        provenance=Provenance("Sample Records"),
    )


def both(until: datetime) -> tuple[list[Grant], tuple[Need, ...]]:
    return [grant(Layer.MUSIC_MASTER, until), grant(Layer.MUSIC_COMPOSITION_PERF, until)], ()


@pytest.mark.parametrize(
    ("until", "licence", "gone"),
    [
        (datetime(2026, 12, 31, 23, tzinfo=UTC), "cleared", None),
        (datetime(2026, 12, 20, 23, tzinfo=UTC), "ending", date(2026, 12, 21)),
        (datetime(2026, 12, 2, tzinfo=UTC), "ending", date(2026, 12, 2)),
        (datetime(2026, 12, 1, tzinfo=UTC), "blocked", None),
        (datetime(2026, 11, 30, tzinfo=UTC), "blocked", None),
    ],
)
def test_a_licence_is_looked_at_through_the_window_by_the_markets_clock(
    until: datetime, licence: str, gone: date | None
) -> None:
    (one,) = asked(brief(), Standard("brd_1"), BERLIN, {ISRC: both(until)})

    assert (one.facts["licence"], one.until) == (licence, gone)


def test_a_composition_nobody_cleared_is_unknown_and_listeners_need_none() -> None:
    master = [grant(Layer.MUSIC_MASTER, datetime(2027, 6, 1, tzinfo=UTC))]
    (half,) = asked(brief(), Standard("brd_1"), BERLIN, {ISRC: (master, ())})
    (heard,) = asked(brief(), Standard("brd_1"), {}, {})

    assert half.facts["licence"] == "unknown"
    assert (heard.facts["licence"], heard.markets) == ("not_needed", ("DE",))


def test_markets_are_asked_about_once_where_a_track_stands_alike() -> None:
    zones = BERLIN | {"AT": "Europe/Vienna", "FR": "Europe/Paris"}
    found = asked(brief(), Standard("brd_1"), zones, {ISRC: both(datetime(2027, 6, 1, tzinfo=UTC))})

    assert {one.markets: one.facts["licence"] for one in found} == {
        ("DE",): "cleared",
        ("AT", "FR"): "blocked",
    }


def test_the_brands_standard_is_held_against_what_is_known_of_a_track() -> None:
    wants = Standard("brd_1", False, ("SAMPLE band",), ("Metal",), 60, 120)

    def facts(**changes: Any) -> dict[str, Any]:
        (one,) = asked(brief(**changes), wants, {}, {})
        return dict(one.facts)

    assert facts()["banned"] is True
    assert facts(artist="Another")["banned"] is False
    assert [facts(tempo=t)["tempo"] for t in (None, 59, 60, 120, 121)] == [
        *("unknown", "outside", "fits", "fits", "outside")
    ]
    assert [facts(genre=g)["genre"] for g in ("", "METAL", "Folk")] == ["unknown", "banned", "fits"]


def test_the_worst_word_of_a_track_counts_and_a_strange_one_is_for_people() -> None:
    assert [one.outcome for one in map(said, (["swap", "review"], ["maybe"], []))] == [
        *("swap", "review", "review")
    ]
    facts = counts([said(["approve"], 1), said(["swap"], 1), said(["approve"], 2)], [])
    assert (facts["tracks_swap"], facts["tracks_approved"]) == (1, 1)


def test_a_note_names_so_many_tracks_and_says_how_many_more() -> None:
    tracks = [said(["swap"], place) for place in range(1, NAMED_MAX + 4)]
    found = compliance(tracks, {}, judgement(["swap"]))

    assert len(found.problems) == NAMED_MAX + 1
    assert found.problems[-1] == "And 3 more."


def test_where_the_whole_could_not_be_judged_a_track_that_has_to_go_still_does() -> None:
    found = compliance([said(["swap"])], {}, judgement([]))
    unsure = compliance([said(["approve"])], {}, judgement([]))

    assert found.problems == ("Track 1, A: B (DE): Why.",)
    assert (unsure.problems, unsure.unsure) == ((), True)


def test_a_track_that_stands_there_with_and_without_its_isrc_stands_there_twice() -> None:
    there = [("Hills", ISRC), ("hills", ""), ("Valleys", "")]
    tracks = [
        Judged(
            Asked(at, f"Sample Band: {title}", ("DE",), {"isrc": isrc}, None), judged_ok, "approve"
        )
        for at, (title, isrc) in enumerate(there, start=1)
        for judged_ok in [judgement(["approve"])]
    ]
    note = compliance(tracks, {}, judgement(["approve"])).note

    assert (
        note
        == "Sample Band: Hills stands here 2 times, as tracks 1, 2: take out what is not meant."
    )


def test_a_track_without_an_isrc_may_be_any_of_its_name_and_no_other() -> None:
    other = "DEABC2600002"
    tracks = [(ISRC, "A: B"), (other, "a: b"), ("", "A: B"), ("", "A: C")]

    assert may_be(tracks) == [{ISRC}, {other}, {ISRC, other}, frozenset()]


def said(words: list[str], place: int = 1) -> Judged:
    return judged(Asked(place, "A: B", ("DE",), {}, None), judgement(words))


def judgement(words: list[str]) -> Judgement:
    rows = tuple({"outcome": word} for word in words)
    outcome = Outcome.DECIDED if rows else Outcome.REVIEW
    return Judgement("track_compliance", "0" * 64, outcome, rows, (), ("Why.",), (), {})
