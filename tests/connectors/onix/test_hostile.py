"""Broken and hostile files: refused or read as far as they go, with line, reason and cure."""

import codecs
import gzip
import os
import subprocess
import sys
from itertools import chain, islice
from pathlib import Path

import pytest

from connectors.onix import reader, source
from domain.catalog.works.model import Problem, Record
from domain.errors import Invalid
from tests.connectors.onix.messages import found, message, opened, record, sample

STATM = Path("/proc/self/statm")
#: How much memory reading takes at most, in bytes; a file of some megabytes, held as a whole, would
#: take more.
GROWTH_MAX = 8_000_000
PLAIN = message(record(1))
TYPED = '<!DOCTYPE ONIXMessage SYSTEM "o.dtd">'
LAUGHS = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10 if level else "ha" * 10}">' for level in range(9)
)


def declared(encoding: str, text: str = PLAIN) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{text}'


def refusal(content: str | bytes) -> str:
    with pytest.raises(Invalid) as refused:
        opened(content)
    assert refused.value.code == "bad_onix"
    return refused.value.message


@pytest.mark.parametrize(
    "kind",
    [
        f"<!DOCTYPE ONIXMessage [{LAUGHS}]>",
        '<!DOCTYPE ONIXMessage [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE ONIXMessage SYSTEM "https://x.example/o.dtd" [<!ENTITY x "y">]>',
        "<!DOCTYPE ONIXMessage\n[<!ATTLIST ONIXMessage release CDATA '3.0'>]>",
        '<!DOCTYPE ONIXMessage PUBLIC "a>b" "c[d" [ ]>',
        "<!DOCTYPE ONIXMessage",
        "<!-- [ --><?x [ ?>\n<!DOCTYPE ONIXMessage [",
    ],
)
@pytest.mark.parametrize("wide", [False, True])
def test_what_declares_entities_is_refused_unread(kind: str, *, wide: bool) -> None:
    hostile = kind + message(record(1, title="&x;&l8;"))
    said = refusal(hostile.encode("utf-16") if wide else hostile)

    assert "a document type declares things of its own" in said
    assert said.startswith("Line ")


def test_a_document_type_without_declarations_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "o.dtd").write_text('<!ENTITY copy "secret">')
    typed = f'<!DOCTYPE ONIXMessage SYSTEM "{tmp_path}/o.dtd">\n'
    first, second = found(typed + message(record(1), record(2, title="A &copy; B")))

    assert isinstance(first, Record)
    assert isinstance(second, Problem)
    assert (second.line, "`&copy;`" in second.reason) == (4, True)


@pytest.mark.parametrize("before", ["<ProductIdentifier>", "<RecordReference>", "<TitleType>"])
def test_an_entity_between_fields_sets_that_record_aside(before: str) -> None:
    odd = record(2).replace(before, f"&copy;{before}")
    first, second, third = found(TYPED + message(record(1), odd, record(3)))

    assert isinstance(first, Record)
    assert isinstance(second, Problem)
    assert isinstance(third, Record)
    assert (second.line, "`&copy;`" in second.reason) == (3, True)


def test_an_entity_in_the_header_is_passed_over() -> None:
    head = "<Header>&copy;<Sender>&copy;<SenderName>House</SenderName></Sender></Header>"
    read = opened(TYPED + message(record(1), head=head))

    assert (read.sender, len(list(read))) == ("House", 1)


def test_an_entity_that_nobody_declared_ends_the_reading() -> None:
    first, problem = found(message(record(1), record(2, title="Caf&eacute;")))

    assert isinstance(first, Record)
    assert isinstance(problem, Problem)
    assert (problem.line, "entity" in problem.reason) == (3, True)


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + PLAIN.encode(),
        codecs.BOM_UTF8 + declared("UTF-8").encode(),
        PLAIN.encode("utf-16"),
        declared("UTF-16").encode("utf-16"),
        codecs.BOM_UTF16_BE + declared("utf-16").encode("utf-16-be"),
        declared("ISO-8859-1").encode("latin-1"),
        declared("windows-1252").encode("cp1252"),
        declared("us-ascii").encode(),
    ],
)
def test_every_common_encoding_is_read(content: bytes) -> None:
    (one,) = found(content)

    assert isinstance(one, Record)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (codecs.BOM_UTF8 + declared("ISO-8859-1").encode(), "a byte-order mark of UTF-8"),
        (declared("UTF-16").encode(), "its bytes are no UTF-16"),
        (declared("UTF-8").encode("utf-16"), "its bytes are UTF-16"),
        (declared("UTF-8").encode("utf-32"), "written in UTF-32"),
        (declared("UTF-7").encode(), "the encoding `utf-7` is not read"),
        (declared("x-made-up").encode(), "the encoding `x-made-up` is not read"),
        (declared("IBM037").encode("cp037"), "no element begins"),
        (b"", "Line 1: the file is empty. Have it sent again"),
        (b"PK\x03\x04 a packed file", "Unpack it first, as with `unzip FILE`."),
        (gzip.compress(b"<ONIXMessage/>", mtime=0), "Unpack it first, as with `gunzip -k FILE`."),
        (b"isbn;title\n978;x", "no element begins"),
        (b" " * 70_000 + PLAIN.encode(), "too much stands before it"),
        (b"<html><body>404</body></html>", "its first element is `html`. Give a file of ONIX"),
        (message(record(1), release="2.1").encode(), "of release `2.1`"),
        (b"<ONIXMessage></ONIXMessage>", "no release"),
        (b'<ONIXMessage release="3.0"', "cut off"),
        (b'<ONIXMessage release="3.0"><Header></Sender>', "no XML"),
        (b'<ONIXMessage release="3.0"><Header>', "cut off"),
    ],
)
def test_what_is_no_message_is_refused_with_what_to_do(content: bytes, said: str) -> None:
    told = refusal(content)

    assert said in told
    assert told.startswith("Line 1: ")
    assert told.count(". ") >= 1


@pytest.mark.parametrize("at", ["</Product>", "TitleText>Last", "<Record", "03</Notif", "ast"])
def test_a_file_that_was_cut_off_goes_in_as_far_as_it_goes(at: str) -> None:
    whole = message(record(1), record(2), record(3, title="Last"))
    *records, problem = found(whole[: whole.rindex(at)])

    assert len(records) == 2
    assert isinstance(problem, Problem)
    assert (problem.line, "cut off" in problem.reason) == (4, True)
    assert "what came before this line is in" in problem.cure


def test_bytes_of_another_encoding_than_declared_are_named_by_line() -> None:
    text = declared("UTF-8", message(record(1), record(2, title="Caf\u00e9"), record(3)))
    first, problem = found(text.encode("cp1252"))

    assert isinstance(first, Record)
    assert isinstance(problem, Problem)
    assert (problem.line, "not of the encoding" in problem.reason) == (4, True)
    assert "Windows-1252" in problem.cure


@pytest.mark.parametrize("text", ["a\x01b", "a &#1; b"])
def test_a_control_character_is_named_as_one(text: str) -> None:
    first, problem = found(message(record(1), record(2, title=text)))

    assert isinstance(first, Record)
    assert isinstance(problem, Problem)
    assert (problem.line, "a control character" in problem.reason) == (3, True)


def test_a_long_number_of_a_sender_is_cut() -> None:
    number = f"<SenderIdentifier><IDValue>{'9' * 900}</IDValue></SenderIdentifier>"
    read = opened(message(record(1), head=f"<Header><Sender>{number}</Sender></Header>"))

    assert (read.sender, read.sent_at) == ("9" * 200, None)


def test_crossed_tags_end_the_reading_at_their_line() -> None:
    first, problem = found(message(record(1), "<Product><a></b></Product>", record(3)))

    assert isinstance(first, Record)
    assert isinstance(problem, Problem)
    assert (problem.line, "no XML" in problem.reason) == (3, True)


class Endless:
    """A file that never ends and never closes its record."""

    def __init__(self, start: str, again: str) -> None:
        self._next, self._again = start.encode(), again.encode() * 1000

    def read(self, size: int = -1) -> bytes:
        if not self._next:
            self._next = self._again
        given, self._next = self._next[:size], self._next[size:]
        return given


def test_a_record_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "RECORD_MAX", 2_000_000)
    whole = message(record(1)).removesuffix("</ONIXMessage>")
    endless = Endless(f"{whole}<Product>", "<Subject>x</Subject>")
    first, problem = list(reader.Message(endless))  # type: ignore[arg-type]
    nothing = Endless('<ONIXMessage release="3.0">', "<Subject>x</Subject>")
    with pytest.raises(Invalid, match="no record begins within 2,000,000 bytes"):
        reader.Message(nothing)  # type: ignore[arg-type]

    assert isinstance(first, Record)
    assert isinstance(problem, Problem)
    assert "does not end within 2,000,000 bytes" in problem.reason


def test_records_within_records_and_deep_ones_harm_nothing() -> None:
    nested = record(1).replace("</Product>", f"{record(2)}</Product>")
    deep = "<Product>" + "<a>" * 300 + "</a>" * 300 + "</Product>"
    first, second = found(message(nested, deep, record(3)))

    assert isinstance(first, Record)
    assert first.product.reference == "com.sample.1"
    assert isinstance(second, Problem)
    assert second.line == 3


class Long:
    """A long file that is nowhere as a whole."""

    def __init__(self, records: int) -> None:
        start, end = message("@").split("@")
        many = (record(number % 4, title="x" * 400) for number in range(records))
        self._parts = chain([start], many, [end])

    def read(self, size: int = -1) -> bytes:
        given = "".join(islice(self._parts, max(size // 800, 1))).encode()
        assert len(given) <= size
        return given


def resident() -> int:
    """Return how much memory this process holds, in bytes."""
    return int(STATM.read_text().split()[1]) * 4096


def grown(records: int, kept: list[object] | None = None) -> tuple[int, int]:
    """Read a long file; return its bytes, and by how many the process grew since its beginning.

    The first thousand records fill what is filled once. Records are put into `kept`, if given.
    """
    read = reader.Message(Long(records))  # type: ignore[arg-type]
    before, most = 0, 0
    for number, one in enumerate(read, 1):
        assert isinstance(one, Record)
        if kept is not None:
            kept.append(one)
        if number % 1_000 == 0:
            before, most = before or resident(), max(most, resident())
    return read.done, most - before


@pytest.mark.skipif(not STATM.exists(), reason="memory is told by Linux only")
def test_a_file_is_read_in_the_memory_of_some_pieces() -> None:
    size, growth = grown(16_000)

    assert size > 12_000_000
    assert growth < GROWTH_MAX


@pytest.mark.skipif(not STATM.exists(), reason="memory is told by Linux only")
def test_whoever_held_all_of_a_file_would_be_heard_of() -> None:
    # In a process of its own: this one may have room left from what it read before.
    asked = f"from {__name__} import grown; print(grown(16_000, kept=[])[1])"
    command, where = [sys.executable, "-c", asked], {"PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(command, env=where, capture_output=True, check=True, text=True)

    assert int(said.stdout) > GROWTH_MAX


@pytest.mark.long
@pytest.mark.skipif(not STATM.exists(), reason="memory is told by Linux only")
def test_two_hundred_megabytes_are_read_in_the_memory_of_some_pieces() -> None:
    size, growth = grown(270_000)

    assert size > 200_000_000
    assert growth < 16_000_000


def test_minimal_samples_say_what_is_missing() -> None:
    for name in ("valid_onix3_ref.xml", "invalid_onix3_ref.xml"):
        (problem,) = found(sample(name))
        assert isinstance(problem, Problem)
        assert "no title" in problem.reason


def test_a_fragment_is_no_message() -> None:
    assert "no ONIX message" in refusal(sample("test_collection.xml"))
