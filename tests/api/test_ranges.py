"""Parts of a file, and what somebody has already, by the headers that say so."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from api.doors.ranges import Beyond, is_another, is_known, part_of

TAG, AT = '"abc"', datetime(2026, 11, 21, 9, 0, 0, 400, tzinfo=UTC)
DATE = "Sat, 21 Nov 2026 09:00:00 GMT"


def part(said: str, size: int = 1_000, **more: str) -> tuple[int, int] | None:
    headers = {"range": said, **{name.replace("_", "-"): text for name, text in more.items()}}
    return part_of(headers, TAG, AT, size)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("bytes=0-99", (0, 100)),
        ("bytes=0-0", (0, 1)),
        ("bytes=900-", (900, 1_000)),
        ("bytes=900-5000", (900, 1_000)),
        ("bytes=-10", (990, 1_000)),
        ("bytes=-5000", (0, 1_000)),
        ("BYTES= 1-2 ", (1, 3)),
        (f"bytes=0-{'9' * 5_000}", (0, 1_000)),
        (f"bytes={'0' * 5_000}1-1", (1, 2)),
    ],
)
def test_one_range_is_a_part(said: str, found: tuple[int, int]) -> None:
    assert part(said) == found


@pytest.mark.parametrize("said", ["bytes=1000-", "bytes=5000-6000", "bytes=-0", f"bytes={9**99}-"])
def test_what_lies_beyond_the_end_is_no_part(said: str) -> None:
    with pytest.raises(Beyond):
        part(said)


@pytest.mark.parametrize(
    "said",
    ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "items=0-5", "bytes=0-1,5-6", "bytes=٣-٤"],
)
def test_what_is_no_single_range_of_bytes_asks_for_everything(said: str) -> None:
    assert part(said) is None


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (TAG, True),
        (DATE, True),
        ('"other"', False),
        (f"W/{TAG}", False),
        ("soon", False),
        ("Sat, 21 Nov 2026 09:00:01 GMT", False),
    ],
)
def test_a_part_of_another_file_is_given_to_nobody(condition: str, *, holds: bool) -> None:
    assert part("bytes=0-9", if_range=condition) == ((0, 10) if holds else None)


@pytest.mark.parametrize(
    ("headers", "known"),
    [
        ({"if-none-match": f'"x", W/{TAG}'}, True),
        ({"if-none-match": "*"}, True),
        ({"if-none-match": '"x"', "if-modified-since": DATE}, False),
        ({"if-modified-since": DATE}, True),
        ({"if-modified-since": "Sat, 21 Nov 2026 08:59:59 GMT"}, False),
        ({"if-modified-since": "Sat, 21 Nov 99999999999999 08:59:59 GMT"}, False),
        ({}, False),
    ],
)
def test_who_has_the_file_as_it_is_gets_nothing_new(
    headers: dict[str, str], *, known: bool
) -> None:
    assert is_known(headers, TAG, AT) is known


@pytest.mark.parametrize(
    ("headers", "another"),
    [
        ({"if-match": f'"x", {TAG}'}, False),
        ({"if-match": "*"}, False),
        ({"if-match": f"W/{TAG}"}, True),
        ({"if-match": '"x"', "if-unmodified-since": DATE}, True),
        ({"if-unmodified-since": DATE}, False),
        ({"if-unmodified-since": "Sat, 21 Nov 2026 08:59:59 GMT"}, True),
        ({}, False),
    ],
)
def test_who_wants_the_file_as_it_was_hears_that_it_is_another(
    headers: dict[str, str], *, another: bool
) -> None:
    assert is_another(headers, TAG, AT) is another


@given(some.text(max_size=40), some.integers(0, 2_000))
def test_every_part_lies_within_the_file(said: str, size: int) -> None:
    try:
        found = part(f"bytes={said}", size)
    except Beyond:
        return
    assert found is None or 0 <= found[0] < found[1] <= size
