"""`greenlight import rights` and `export rights --csv`: files as offices have them."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.tables import rows_of
from domain.cells import harmless, meant, table
from domain.errors import Invalid
from domain.rights.sheet import COLUMNS, NEEDED
from tests.app.test_commands import SECRETS
from tests.connectors.onix.messages import message, record
from tests.domain.rights.test_sheet import LINE
from tests.nursery import run

HEAD = tuple(LINE)


def written(*lines: dict[str, str], separator: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(HEAD)
    writer.writerows([line[name] for name in HEAD] for line in lines)
    return out.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_table_is_read_whatever_separates_its_cells(separator: str, encoding: str) -> None:
    line = LINE | {"grantor": "Éva; or, 'a|b'", "ref": 'two\nlines "x"'}
    content = written(line, LINE, separator=separator).encode(encoding)

    assert list(rows_of(content, COLUMNS, NEEDED)) == [(2, line), (4, LINE)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (written(LINE | {"grantor": "Éva"}).encode("latin-1"), "Line 2 is not UTF-8"),
        (written(LINE).encode("utf-16"), "is not UTF-8"),
        (written(LINE).encode("utf-16-le"), "no text in UTF-8"),
        (b"", "The first line lacks"),
        (b"ref,layer\n", "`from`, `grantor`"),
        (written(LINE).replace("grantor", "grantor,colour", 1).encode(), "`colour`"),
        (written(LINE).replace("grantor", "grantor,ref", 1).encode(), "names twice `ref`"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_cure(content: bytes, said: str) -> None:
    with pytest.raises(Invalid) as raised:
        rows_of(content, COLUMNS, NEEDED)

    assert said in raised.value.message


def test_quotes_that_are_not_closed_end_the_table_with_the_line() -> None:
    rows = iter(rows_of((written(LINE) + '"open').encode(), COLUMNS, NEEDED))

    assert next(rows)[0] == 2
    with pytest.raises(Invalid, match="Line 3"):
        next(rows)


@given(st.lists(st.text(st.sampled_from("=+-@\t\r'\"\n,;aé "), max_size=6), min_size=1))
def test_no_cell_begins_a_formula_and_each_is_read_back(cells: list[str]) -> None:
    text = table(["cell"], [{"cell": cell} for cell in cells])
    found = [row[0] if row else "" for row in csv.reader(io.StringIO(text, newline=""))][1:]

    assert [cell for cell in found if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []
    assert [meant(cell) for cell in found] == cells
    assert [meant(harmless(cell)) for cell in cells] == cells


def test_a_table_goes_in_is_written_out_and_changes_nothing_then(folder: Path) -> None:
    (folder / "house.xml").write_text(message(record(1)))
    assert run(folder, "import", "onix", "house.xml", **SECRETS).returncode == 0
    subject = _only_title(folder)
    line = LINE | {"subject_kind": "title", "subject": subject, "grantor": "=cmd|x!A1"}
    bad = line | {"ref": "NARR-2", "until": "2026-06-01"}
    (folder / "rights.csv").write_text(written(line, bad) + "too,few\n")
    words = ("import", "rights")

    first = run(folder, *words, "rights.csv", **SECRETS)
    written_out = run(folder, "export", "rights", "--csv", "--out", "out.csv", **SECRETS)
    again = json.loads(run(folder, *words, "out.csv", "--json", **SECRETS).stdout)
    text = (folder / "out.csv").read_text()

    assert first.returncode == 1
    assert "rights.csv:3: NARR-2: It ends before it starts" in first.stdout
    assert "rights.csv:4: the file: The line has more cells" in first.stdout
    assert first.stdout.splitlines()[-1] == "1 new, 0 changed, 0 the same, 2 set aside."
    assert (written_out.returncode, written_out.stdout) == (0, "")
    assert "'=cmd|x!A1" in text
    assert again["counts"] == {"new": 0, "changed": 0, "same": 1, "aside": 0}


def _only_title(folder: Path) -> str:

    with sqlite3.connect(folder / "var/greenlight.db") as database:
        ((found,),) = database.execute("SELECT id FROM titles").fetchall()
    database.close()
    return str(found)


def test_the_document_names_every_column_as_it_is_read() -> None:
    text = (Path(__file__).parents[2] / "docs/rights-tables.md").read_text()
    rows = [
        f"| `{n}`{' (needed)' if n in NEEDED else ''} | {said} |" for n, said in COLUMNS.items()
    ]

    assert [row for row in rows if row not in text] == []
