"""`greenlight import onix`: what an operator sees, and what a spreadsheet gets."""

import csv
import json
import re
import sqlite3
from pathlib import Path

import pytest
import typer

from app.importing import commands as import_commands
from app.importing.bringing import COLUMNS, write
from domain.catalog.works.model import Problem
from domain.errors import Invalid
from tests.app.test_commands import SECRETS
from tests.connectors.onix.messages import message, record
from tests.nursery import run


def kept(folder: Path) -> dict[str, str]:
    """Return titles by reference with the digest of what is said of them."""
    with sqlite3.connect(folder / "var/greenlight.db") as database:
        found = dict(database.execute("SELECT reference, digest FROM titles").fetchall())
    database.close()
    return found


def test_a_message_is_tried_brought_in_and_brought_in_again(folder: Path) -> None:
    formula = record(7, isbn="=HYPERLINK(1)").replace("com.sample.7", "=cmd|x!A1")
    content = message(*(record(n) for n in (1, 2, 3)), formula, record(4, notice="89"))
    (folder / "house.xml").write_text(content)
    words = ("import", "onix", "house.xml")

    tried = run(folder, *words, "--dry-run", **SECRETS)
    problem, counts = tried.stdout.splitlines()
    assert problem.startswith("house.xml:5: =cmd|x!A1: `=HYPERLINK(1)` is no ISBN. Have the")
    assert counts == (
        "3 new, 0 changed, 0 the same, 1 set aside; records for tests only, not looked at: 1;"
        " nothing was written."
    )
    assert (tried.returncode, kept(folder)) == (1, {})

    brought = run(folder, *words, "--set-aside", "aside.csv", **SECRETS)
    there = kept(folder)
    assert (brought.returncode, sorted(there)) == (1, [f"com.sample.{n}" for n in (1, 2, 3)])
    assert "3 new, 0 changed, 0 the same, 1 set aside" in brought.stdout
    with (folder / "aside.csv").open(newline="") as source:
        (row,) = csv.DictReader(source)
    assert (row["file"], row["line"], row["record"]) == ("house.xml", "5", "'=cmd|x!A1")

    again = json.loads(run(folder, *words, "--json", **SECRETS).stdout)
    assert again["counts"] == {"new": 0, "changed": 0, "same": 3, "aside": 1}
    assert again["set_aside"][0]["record"] == "=cmd|x!A1"
    assert kept(folder) == there


def test_a_clean_message_exits_with_0_and_a_refused_file_is_one_line(folder: Path) -> None:
    (folder / "clean.xml").write_text(message(record(1)))
    (folder / "bomb.xml").write_text('<!DOCTYPE x [<!ENTITY a "b">]><ONIXMessage/>')
    clean = run(folder, "import", "onix", "clean.xml", **SECRETS)
    refused = run(folder, "import", "onix", "bomb.xml", **SECRETS)

    assert (clean.returncode, clean.stdout) == (
        0,
        "1 new, 0 changed, 0 the same, 0 set aside.\n",
    )
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "Line 1: a document type declares things of its own" in refused.stderr


def test_a_table_is_brought_in_and_brought_in_again(folder: Path) -> None:
    (folder / "titles.csv").write_text("reference,title,isbn\nh.1,Roseanna,\nh.2,Two,12\n")
    words = ("import", "csv", "titles.csv", "--sender", "A house")
    brought = run(folder, *words, **SECRETS)
    there = kept(folder)
    again = json.loads(run(folder, *words, "--json", **SECRETS).stdout)

    assert brought.stdout.splitlines()[0].startswith("titles.csv:3: h.2: `12` is no ISBN.")
    assert (brought.returncode, sorted(there)) == (1, ["h.1"])
    assert again["counts"] == {"new": 0, "changed": 0, "same": 1, "aside": 1}
    assert kept(folder) == there


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("-", "is not read: it is read twice. Write it to a file and give that."),
        ("tests", "`tests` is a directory; give one file of it."),
        ("house.xml", "There is no file `house.xml` below"),
        ("/dev/null", "`/dev/null` is no plain file"),
    ],
)
@pytest.mark.parametrize("words", [("onix",), ("csv", "--sender", "A house"), ("rights",)])
def test_what_is_no_file_is_said_in_one_line_with_what_to_do(
    words: tuple[str, ...], file: str, said: str
) -> None:
    command = typer.main.get_command(import_commands.app)
    with pytest.raises(Invalid, match=re.escape(said)) as caught:
        command.main([*words, file], standalone_mode=False)

    assert (caught.value.code, caught.value.message.count("\n")) == ("no_file", 0)


def test_without_a_file_the_command_says_how_it_is_used(folder: Path) -> None:
    done = run(folder, "import", "onix", **SECRETS)

    assert done.returncode == 2
    assert "Missing argument" in done.stderr


def test_no_cell_of_the_csv_is_calculated(tmp_path: Path) -> None:
    evil = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "a\n=1", '"=1', "fine"]
    path = tmp_path / "aside.csv"
    write(path, "=f.xml", [Problem(1, text, text, text) for text in evil])
    with path.open(newline="") as source:
        head, *rows = csv.reader(source)

    assert tuple(head) == COLUMNS
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []
    assert [row[2].removeprefix("'") for row in rows] == evil
