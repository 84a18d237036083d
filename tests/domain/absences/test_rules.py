"""Who stands in for whom: windows, particular absences, chains, circles."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.absences import rules
from domain.absences.model import About, Absence
from domain.errors import Invalid

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CAMPAIGN = About("campaign", "brd_1")
PEOPLE = [f"usr_{name}" for name in "abcdefg"]


def away(user: str, delegate: str | None, **changes: object) -> Absence:
    values = {
        "id": f"abs_{user}_{delegate}",
        "kind": None,
        "brand_id": None,
        "starts_at": NOW - DAY,
        "ends_at": NOW + DAY,
        "set_by": user,
        "set_at": NOW - DAY,
    }
    return Absence(user_id=user, delegate_id=delegate, **(values | changes))  # type: ignore[arg-type]


def holder(*absences: Absence, barred: str = "", at: datetime = NOW) -> str | None:
    found = rules.by_person(absences)
    return rules.stand_in(found, "usr_a", CAMPAIGN, at, lambda one: one != barred)


def test_who_is_there_fills_their_own_seat() -> None:
    assert holder() == "usr_a"
    assert holder(away("usr_b", "usr_c")) == "usr_a"


def test_the_end_of_an_absence_does_not_belong_to_it() -> None:
    absence = away("usr_a", "usr_b", starts_at=NOW, ends_at=NOW + DAY)

    assert holder(absence) == "usr_b"
    assert holder(absence, at=NOW - timedelta(microseconds=1)) == "usr_a"
    assert holder(absence, at=NOW + DAY) == "usr_a"


def test_who_is_away_too_hands_the_seat_on() -> None:
    assert holder(away("usr_a", "usr_b"), away("usr_b", "usr_c")) == "usr_c"


def test_a_chain_is_followed_for_five_steps_and_no_further() -> None:
    chain = [away(one, other) for one, other in pairwise(PEOPLE)]

    assert holder(*chain[:5]) == "usr_f"
    assert holder(*chain[:6]) is None


def test_a_chain_that_comes_back_or_ends_leaves_the_seat_empty() -> None:
    assert holder(away("usr_a", "usr_b"), away("usr_b", "usr_a")) is None
    assert holder(away("usr_a", "usr_b"), away("usr_b", "usr_c"), away("usr_c", "usr_b")) is None
    assert holder(away("usr_a", None)) is None
    assert holder(away("usr_a", "usr_b"), away("usr_b", None)) is None


def test_who_wrote_a_request_stands_in_for_nobody_in_it() -> None:
    assert holder(away("usr_a", "usr_b"), barred="usr_b") is None
    assert holder(away("usr_a", "usr_b"), away("usr_b", "usr_c"), barred="usr_b") == "usr_c"


def test_the_most_particular_absence_counts() -> None:
    wide, kind = away("usr_a", "usr_b"), away("usr_a", "usr_c", kind="campaign")
    brand, both = (
        away("usr_a", "usr_d", brand_id="brd_1"),
        away("usr_a", "usr_e", brand_id="brd_1", kind="campaign"),
    )
    other = away("usr_a", "usr_f", brand_id="brd_2")

    assert holder(wide, other) == "usr_b"
    assert holder(wide, kind, other) == "usr_c"
    assert holder(wide, kind, brand) == "usr_d"
    assert holder(both, wide, kind, brand) == "usr_e"
    assert holder(other) == "usr_a"


def test_of_two_alike_the_later_one_counts() -> None:
    earlier, later = away("usr_a", "usr_b"), away("usr_a", "usr_c", set_at=NOW)

    assert holder(later, earlier) == holder(earlier, later) == "usr_c"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(PEOPLE),
            st.sampled_from([*PEOPLE, None]),
            st.sampled_from([None, "campaign", "sponsorship"]),
            st.sampled_from([None, "brd_1", "brd_2"]),
        ),
        max_size=12,
    )
)
def test_whoever_names_whom_a_seat_ends_with_somebody_who_is_there_or_nobody(
    drawn: list[tuple[str, str | None, str | None, str | None]],
) -> None:
    absences = [
        away(user, delegate, id=f"abs_{at}", kind=kind, brand_id=brand)
        for at, (user, delegate, kind, brand) in enumerate(drawn)
    ]
    found = holder(*absences)
    by_person = rules.by_person(absences)

    assert found is None or rules.covering(by_person.get(found, ()), CAMPAIGN, NOW) is None
    if found not in {None, "usr_a"}:
        assert "usr_a" in {one.user_id for one in rules.stood_for(absences, found or "", NOW)}


def test_who_stands_in_at_the_end_of_a_chain_stands_in_for_everybody_on_it() -> None:
    chain = [away("usr_a", "usr_b", kind="campaign"), away("usr_b", "usr_c", brand_id="brd_1")]
    near, far = rules.stood_for(chain, "usr_c", NOW)

    assert (near.user_id, near.kind, near.brand_id) == ("usr_b", None, "brd_1")
    assert (far.user_id, far.kind, far.brand_id) == ("usr_a", "campaign", "brd_1")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_at": NOW + DAY, "ends_at": NOW}, "ends_before_start"),
        ({"starts_at": NOW, "ends_at": NOW}, "ends_before_start"),
        ({"starts_at": NOW - 2 * DAY, "ends_at": NOW - DAY}, "over_already"),
        ({"ends_at": datetime.max.replace(tzinfo=UTC)}, "absent_too_long"),
        ({"starts_at": NOW + 400 * DAY, "ends_at": NOW + 401 * DAY}, "absent_too_long"),
        ({"ends_at": (NOW + DAY).replace(tzinfo=None)}, "zone_missing"),
        ({"delegate_id": "usr_a"}, "own_delegate"),
    ],
)
def test_what_is_wrong_with_an_absence_is_said(changes: dict[str, object], code: str) -> None:
    sound = {"starts_at": NOW, "ends_at": NOW + DAY, "delegate_id": "usr_b"} | changes
    delegate = str(sound.pop("delegate_id"))
    with pytest.raises(Invalid) as refused:
        rules.check(away("usr_a", delegate, **sound), NOW)

    assert refused.value.code == code


def test_a_circle_is_refused_where_it_would_be_closed() -> None:
    chain = [away("usr_b", "usr_c"), away("usr_c", "usr_a")]
    with pytest.raises(Invalid, match="hands it back"):
        rules.check_no_circle(away("usr_a", "usr_b"), chain)


def test_no_circle_is_one_of_people_who_are_away_at_other_times_or_for_other_things() -> None:
    later = away("usr_b", "usr_a", starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)
    other = away("usr_b", "usr_a", kind="sponsorship")

    rules.check_no_circle(away("usr_a", "usr_b"), [later])
    rules.check_no_circle(away("usr_a", "usr_b", kind="campaign"), [other])
