"""Grants as lines of a table: read, refused with the column, and read back as they were written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.rights import rules, sheet
from domain.rights.model import (
    Duty,
    Effect,
    End,
    Exclusivity,
    Flow,
    Grant,
    Layer,
    Origin,
    Provenance,
    Scope,
    Status,
    Subject,
    SubjectKind,
    Terms,
    Use,
    Window,
)
from domain.territories import Area

LINE = {
    "ref": "NARR-1",
    "subject_kind": "Episode",
    "subject": "eps_1",
    "layer": "narrator",
    "uses": "stream, clip",
    "territories": "WORLD",
    "except": "US CA-QC",
    "from": "2026-07-01",
    "until": "2027-06-30",
    "time_zone": "Europe/Berlin",
    "duties": "credit fee_paid:done",
    "grantor": "  A   narrator ",
    "signed_on": "2026-06-15",
}
#: Texts that people write, and that spreadsheets and tables trip over.
TEXTS = ("", "A narrator", "=1+1", "'=1", "''@x", "-5", "+49 30", 'a "quoted", thing', "é;|'")


def drawn(seed: int) -> Grant:
    """A grant that could stand in the books."""
    draw = Random(seed)

    def some(of: type[Use] | type[Duty]) -> list[Use | Duty]:
        return [one for one in of if draw.random() < 0.4]

    def text() -> str:
        return draw.choice(TEXTS)

    end = draw.choice(list(End))
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=draw.randrange(10**8))
    ends = start + timedelta(days=1 + draw.randrange(900), microseconds=draw.randrange(10**6))
    duties = {one: draw.random() < 0.5 for one in some(Duty)}
    return Grant(
        id=f"grt_{seed}",
        subject=Subject(draw.choice(list(SubjectKind)), "eps_1"),
        layer=draw.choice(list(Layer)),
        effect=draw.choice(list(Effect)),
        scope=rules.check_scope(
            Scope(
                uses=frozenset(some(Use)) or frozenset({Use.EVERY}),  # type: ignore[arg-type]
                area=Area(),
                languages=frozenset(draw.choice(((), ("de", "pt-BR")))),
                channels=frozenset(draw.choice(((), ("spotify",)))),
                include=draw.choice((("WORLD",), ("DE", "CA-QC"), ("ECZ", "US"))),
                exclude=(),
            )
        ),
        window=Window(start, ends if end is End.DATED else None, end),
        provenance=Provenance(
            text(),
            text(),
            text(),
            draw.choice((None, start.date())),
            agreement_id=draw.choice((None, "agr_1")),
        ),
        part=text(),
        flow=draw.choice(list(Flow)),
        status=draw.choice(list(Status)),
        terms=Terms(
            draw.choice(list(Exclusivity)),
            draw.random() < 0.5,
            MappingProxyType(duties),  # type: ignore[arg-type]
        ),
    )


@given(st.integers(0, 10**9))
def test_what_is_written_is_read_back_as_the_same_grant(seed: int) -> None:
    grant = drawn(seed)
    read = sheet.grant_of(sheet.cells_of(grant))
    found = replace(
        read,
        id=grant.id,
        scope=rules.check_scope(read.scope),
        provenance=replace(read.provenance, origin=Origin.HUB, origin_ref=""),
    )

    assert found == grant
    assert sheet.digest(found) == sheet.digest(grant)


def test_a_line_is_read_as_offices_write_it() -> None:
    found = sheet.grant_of(LINE)

    assert found.window == Window(
        datetime(2026, 6, 30, 22, tzinfo=UTC), datetime(2027, 6, 30, 22, tzinfo=UTC)
    )
    assert found.scope.uses == {Use.STREAM, Use.CLIP}
    assert (found.scope.include, found.scope.exclude) == (("WORLD",), ("US", "CA-QC"))
    assert found.terms.duties == {Duty.CREDIT: False, Duty.FEE_PAID: True}
    assert (found.provenance.grantor, found.provenance.origin_ref) == ("A narrator", "NARR-1")
    assert found.provenance.origin is Origin.CSV
    assert (found.effect, found.flow, found.status) == (Effect.PERMIT, Flow.IN, Status.SIGNED)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("ref", ""),
        ("ref", "x" * 201),
        ("subject_kind", "book"),
        ("layer", ""),
        ("uses", "stream dance"),
        ("from", ""),
        ("from", "1.7.2026"),
        ("from", "2026-02-30"),
        ("from", "2026-07-01T12:00:00"),
        ("until", "2026-06-29"),
        ("until", "soon"),
        ("time_zone", ""),
        ("time_zone", "Mars/Olympus"),
        ("sublicensable", "maybe"),
        ("duties", "credit:maybe"),
        ("duties", "applause"),
        ("signed_on", "yesterday"),
        ("exclusivity", "very"),
    ],
)
def test_what_cannot_be_read_names_its_column(column: str, cell: str) -> None:
    with pytest.raises(Invalid) as raised:
        sheet.grant_of(LINE | {column: cell})

    assert sheet.column_of(raised.value) == column


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"territories": "DE XX"}, "territories"),
        ({"territories": "", "except": ""}, "territories"),
        ({"except": "QQ"}, "except"),
        ({"territories": "DE", "except": "FR"}, "except"),
        ({"uses": ""}, "uses"),
        ({"languages": "German"}, "languages"),
    ],
)
def test_what_a_grant_cannot_reach_names_its_column(cells: dict[str, str], column: str) -> None:
    with pytest.raises(Invalid) as raised:
        rules.check_scope(sheet.grant_of(LINE | cells).scope)

    assert sheet.column_of(raised.value) == column


def test_the_digest_is_of_what_is_said_and_not_of_how() -> None:
    one = sheet.digest(sheet.grant_of(LINE))
    same = {"ref": "other", "uses": "clip stream", "from": "2026-06-30T22:00:00Z", "part": " "}

    assert sheet.digest(sheet.grant_of(LINE | same)) == one
    for column, cell in (("until", "2027-07-01"), ("duties", "credit fee_paid"), ("part", "2")):
        assert sheet.digest(sheet.grant_of(LINE | {column: cell})) != one
