"""Who is right where places differ, and what waits for what."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import Invalid
from domain.masters import rules
from domain.masters.model import MasterField, Numbered, Place
from domain.requests.kinds.episode_release import EpisodeReleaseBrief

DAY = date(2027, 1, 10)
F, P = MasterField, Place


def brief(**changes: Any) -> EpisodeReleaseBrief:
    given: dict[str, Any] = {
        "name": "The first cup",
        "brand_id": "brd_1",
        "markets": ("DE",),
        "show_id": "shw_1",
        "episode_id": "eps_1",
        "target": "feed",
        "releases_on": DAY,
        "script": "Good morning.",
        "audio_asset_id": "ast_1",
        "artwork_asset_id": "ast_2",
        "title_id": "ttl_1",
        "from_record": ("episode_title",),
        "episode_title": "Night Train",
    }
    return EpisodeReleaseBrief.model_validate(given | changes)


def released(
    number: str, *, out: bool = True, day: date = DAY, agency: str | None = None
) -> Numbered:
    return Numbered(f"req_{number}", Decimal(number), "#7", out, day, agency)


def test_the_first_usual_place_that_says_anything_is_right() -> None:
    said = {P.HUB: {F.EPISODE_TITLE: "A"}, P.PACKAGE: {F.EPISODE_TITLE: "B"}}
    (found,) = rules.drifts("req_1", brief(), said, {})
    chosen = {F.EPISODE_TITLE: P.PACKAGE}
    (other,) = rules.drifts("req_1", brief(), said, chosen)

    assert (found.master, found.right, found.wrong) == (P.HUB, "A", (P.PACKAGE,))
    assert (other.master, other.right, other.wrong) == (P.PACKAGE, "B", (P.HUB,))


def test_what_is_live_alone_is_not_right() -> None:
    said: dict[Place, dict[MasterField, Any]] = {
        P.LIVE: {F.CREDITS: ["Ada"]},
        P.HUB: {F.EPISODE_TITLE: "A"},
    }

    assert rules.drifts("req_1", brief(), said, {}) == []


def test_what_was_written_over_is_right_whatever_the_record_says() -> None:
    said = {
        P.RECORD: {F.EPISODE_TITLE: "Night Express"},
        P.PACKAGE: {F.EPISODE_TITLE: "Night Train"},
        P.LIVE: {F.EPISODE_TITLE: "Night Express"},
    }
    (found,) = rules.drifts("req_1", brief(from_record=()), said, {F.EPISODE_TITLE: P.RECORD})

    assert found.written_over
    assert (found.master, found.wrong) == (P.PACKAGE, (P.LIVE,))
    assert P.RECORD not in found.said


def test_lines_and_blanks_are_no_difference() -> None:
    said = {
        P.RECORD: {F.DESCRIPTION: "A  train,\na night."},
        P.PACKAGE: {F.DESCRIPTION: "A train, a night."},
    }

    assert rules.drifts("req_1", brief(), said, {}) == []


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize("field", list(MasterField))
def test_only_who_says_something_first_can_be_right(field: MasterField, place: Place) -> None:
    if place in rules.MASTERS[field]:
        rules.check_master(field, place)
        return
    with pytest.raises(Invalid) as caught:
        rules.check_master(field, place)

    assert caught.value.code == "no_master"


@pytest.mark.parametrize(
    ("said", "number"),
    [("2", "2"), ("Vol. 2", None), ("2a", "2"), ("1,5", "1.5"), ("IV", None), (None, None)],
)
def test_a_number_is_read_as_people_write_it(said: str | None, number: str | None) -> None:
    assert rules.number_of(said) == (Decimal(number) if number else None)


@pytest.mark.parametrize(
    ("beside", "told", "why"),
    [
        ([], [], None),
        ([], ["2", "3"], None),
        ([], ["1"], "nobody asked for its release"),
        ([released("1")], [], None),
        ([released("1", out=False)], [], "number 1 of `Trains` (#7) is not out yet"),
        ([released("1", day=date(2027, 1, 11))], [], "later than this"),
        ([released("1", day=date(2027, 1, 11)), released("1")], [], None),
        ([released("1")], ["1.5"], "number 1.5 of `Trains` is not out"),
        ([released("3", out=False)], [], None),
    ],
)
def test_the_number_before_it_goes_out_first(
    beside: list[Numbered], told: list[str], why: str | None
) -> None:
    found = rules.waits_for("Trains", Decimal(2), DAY, beside, [Decimal(one) for one in told])

    assert (found is None) if why is None else (found is not None and why in found)


@pytest.mark.parametrize(
    "before",
    [released("1", out=False, agency="agy_2"), released("1", day=date(2027, 1, 11))],
)
def test_an_agency_reads_nothing_of_the_releases_of_others(before: Numbered) -> None:
    def read(reader: str | None) -> str | None:
        return rules.waits_for("Trains", Decimal(2), DAY, [before], reader=reader)

    ours, own = read(None) or "", read(before.agency_id) or ""

    assert read("agy_1") == "number 1 of `Trains` is not out yet"
    assert ("#7" in ours, "#7" in own) == (True, True)


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"name": "Another cup", "markets": ["AT"]}, True),
        ({"series": "TRAINS", "series_number": " 2"}, True),
        ({"series": "Boats"}, False),
        ({"series_number": "3"}, False),
        ({"series_number": None}, False),
        ({"show_id": "shw_2"}, False),
    ],
)
def test_a_place_in_a_series_outlasts_what_else_is_revised(
    changes: dict[str, Any],
    same: bool,  # noqa: FBT001  A case of a table.
) -> None:
    before = {"show_id": "shw_1", "series": "Trains", "series_number": "2", "name": "A cup"}

    assert rules.same_place(before, before | changes) is same


def test_only_what_keeps_a_release_in_line_is_the_lines() -> None:
    assert rules.is_in_line(rules.in_line("number 1 of `Trains` is not out yet"))
    assert not rules.is_in_line("A job stopped; run `greenlight retry`.")
    assert not rules.is_in_line(None)


def test_what_is_too_long_to_be_quoted_is_pointed_to() -> None:
    said = {P.RECORD: {F.DESCRIPTION: "x" * 3_000}, P.PACKAGE: {F.DESCRIPTION: "y"}}
    (found,) = rules.drifts("req_1", brief(), said, {})

    assert rules.wish(found).startswith("Description: as the title's record has it")
    assert len(rules.proof(found)) < 1_000


def test_nothing_seen_is_not_kept() -> None:
    with pytest.raises(Invalid) as caught:
        rules.checked_seen({F.EPISODE_TITLE: None, F.CREDITS: []})

    assert caught.value.code == "nothing_seen"
    assert rules.checked_seen({F.RELEASES_ON: DAY}) == {"releases_on": "2027-01-10"}
