"""Read in pieces, each parsed in one go, a message says what it says read with care."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from connectors.onix import pieces, prolog
from connectors.onix.elements import Element, Seen
from connectors.onix.reader import Message
from connectors.onix.tags import Names
from domain.catalog.works.model import Problem, Record
from domain.errors import Invalid
from tests.connectors.onix.made import written
from tests.connectors.onix.messages import SAMPLES, message, record

#: Small pieces, so that short messages have many.
PIECE = 700

#: What stands between records, and in a title: most of it well, some of it no XML.
BETWEEN = (
    *("", "\n", "\r\n\r\n", "<!-- <Product></Product> -->", "<?x </Product>?>", "said"),
    *(
        "<![CDATA[</Product>]]>",
        "<Other><Product/></Other>",
        "<!-- a\n",
        "&copy;",
        "</ONIXMessage>",
    ),
    *("<Product/>", "<Product>\n<a></b></Product>", "</Product >", "<Product", "\x01"),
)
TITLES = (
    *("Night", "N\u00e4chte", "A &amp; B", "A &copy; B", "<![CDATA[<p>a</Product>b</p>]]>"),
    *("<!-- </Product> -->x", "x" * 900, "x" * 501, "&#1;", "<b>\n\n</b>y", "]]>", ""),
)
HEADS = (
    *("", '<?xml version="1.0" encoding="UTF-8"?>\n', "<!-- a\n> -->\n", "\ufeff"),
    *('<!DOCTYPE ONIXMessage SYSTEM "o>.dtd">\n', '<?xml version="1.0" encoding="ISO-8859-1"?>'),
)


class Dribbling(io.BytesIO):
    """A file that gives at most so many bytes at once."""

    def __init__(self, content: bytes, most: int) -> None:
        super().__init__(content)
        self._most = most

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size, self._most) if size and size > 0 else self._most)


def read(content: bytes, *, most: int = 1 << 20) -> list[object]:
    """Return who sent a message and all it says; why, where it is refused.

    What a file is that is no message, its bytes tell or do not: that is left out.
    """
    try:
        found = Message(Dribbling(content, most))
    except Invalid as refused:
        return [re.sub(": its first element is `[^`]*`", "", refused.message)]
    return [found.sender, found.sent_at, *found, found.tests]


def with_care(content: bytes, *, most: int = 1 << 20) -> list[object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prolog, "start", lambda _: None)
        return read(content, most=most)


def in_pieces(content: bytes, *, most: int = 1 << 20) -> list[object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE", PIECE)
        return read(content, most=most)


@pytest.mark.parametrize("name", sorted(one.name for one in SAMPLES.glob("*.xml")) or ["none"])
def test_a_sample_says_the_same(name: str) -> None:
    if not (SAMPLES / name).exists():
        pytest.skip("samples are not beside the repository")
    content = (SAMPLES / name).read_bytes()

    assert in_pieces(content) == with_care(content)


def test_a_feed_says_the_same(tmp_path: Path) -> None:
    content = written(tmp_path, 400).read_bytes()
    told = read(content)

    assert told == with_care(content)
    assert sum(isinstance(one, Record) for one in told) == 400


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.sampled_from(TITLES), st.sampled_from(BETWEEN)), max_size=12),
    st.sampled_from(HEADS),
    st.sampled_from(("utf-8", "latin-1", "utf-16")),
    st.sampled_from((1, 7, 100, 1 << 20)),
    st.integers(0, 40),
)
def test_any_message_says_the_same(
    parts: list[tuple[str, str]], head: str, encoding: str, most: int, cut: int
) -> None:
    records = [f"{record(at, title=title)}{more}" for at, (title, more) in enumerate(parts)]
    whole = (head + message(*records)).encode(encoding, "replace")
    content = whole[: len(whole) - cut] if cut > 20 else whole

    assert in_pieces(content, most=most) == with_care(content, most=most)


def test_a_record_longer_than_a_piece_is_read() -> None:
    long = record(2, more=f"<Long>{'x' * 3 * pieces.PIECE}</Long>")
    first, second, third = Message(io.BytesIO(message(record(1), long, record(3)).encode()))

    assert [isinstance(one, Record) and one.line for one in (first, second, third)] == [2, 3, 4]


def test_an_entity_that_nobody_declared_is_named_by_line_far_into_a_file() -> None:
    odd = record(2, title="Caf&eacute;")
    *records, problem = read(message(*[record(1)] * 3_000, odd, *[record(1)] * 300).encode())[2:-1]

    assert len(records) == 3_000
    assert isinstance(problem, Problem)
    assert (problem.line, "entity" in problem.reason) == (3_002, True)


def test_contributors_that_titles_have_in_common_keep_their_places() -> None:
    person = "<Contributor><PersonName>Same</PersonName></Contributor>"
    titles = [record(1, more=person * many) for many in (1, 3, 2)]
    found = [
        one.product.descriptive
        for one in Message(io.BytesIO(message(*titles).encode()))
        if isinstance(one, Record)
    ]
    placed = [[who.position for who in one.contributors] for one in found if one]

    assert placed == [[1], [1, 2, 3], [1, 2]]


def test_contributors_without_end_are_read_and_not_all_kept() -> None:
    people = [f"<Contributor><PersonName>P {one}</PersonName></Contributor>" for one in range(40)]
    (one,) = Message(io.BytesIO(message(record(1, more="".join(people))).encode()))

    assert isinstance(one, Record)
    assert one.product.descriptive is not None
    assert [who.name for who in one.product.descriptive.contributors][-1] == "P 39"


def test_of_what_was_written_so_many_are_kept_and_none_that_is_long() -> None:
    said = [f"<a>{text}</a>" for text in ("b", "c", "d", "x" * 60, "d")]
    read: list[str] = []

    def noted(element: Element, _: Names) -> str:
        read.append(element.text)
        return str(element.text)

    seen = Seen(noted, most=2, long=50)
    found = [seen.of(etree.fromstring(one), Names()) for one in said]

    assert found == ["b", "c", "d", "x" * 60, "d"]
    assert read == ["b", "c", "d", "x" * 60]
    assert list(seen.values()) == ["d"]


def test_what_is_bad_is_bad_each_time() -> None:
    day = "<PublishingDate><PublishingDateRole>01</PublishingDateRole><Date>2026</Date>"
    bad = record(1, publishing=f"{day.replace('2026', 'soon')}</PublishingDate>")
    found = list(Message(io.BytesIO(message(bad, bad).encode())))

    assert [isinstance(one, Problem) for one in found] == [True, True]
