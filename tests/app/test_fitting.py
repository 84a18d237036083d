"""`greenlight export audio-fit`: a ranking as a table, which is published if that is asked for."""

import csv
import json
import sqlite3
from pathlib import Path

import pytest

from tests.app.test_commands import SECRETS
from tests.connectors.onix.messages import message, record
from tests.nursery import run


def kept(folder: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "var/greenlight.db") as database:
        found = database.execute(query).fetchall()
    database.close()
    return found


def test_a_ranking_is_written_and_published_if_that_is_said(folder: Path) -> None:
    (folder / "house.xml").write_text(message(record(1)))
    assert run(folder, "import", "onix", "house.xml", **SECRETS).returncode == 0
    ((title,),) = kept(folder, "SELECT id FROM titles")
    lines = [f"{title},streams_60s,2026-01-{day:02},100" for day in range(1, 15)]
    lines += [f"{title},streams_completed,2026-01-{day:02},50" for day in range(8, 15)]
    table = "\n".join(("subject,metric,day,value", *lines))
    (folder / "figures.csv").write_text(table)
    brought = run(folder, "import", "metrics", "figures.csv", "--source", "megaphone", **SECRETS)
    words = ("export", "audio-fit", "--window", "7")

    written = run(folder, *words, "--out", "fit.csv", **SECRETS)
    before = kept(folder, "SELECT id FROM fit_publications")
    published = run(folder, *words, "--publish", **SECRETS)
    after = kept(folder, "SELECT scope, ranks FROM fit_publications")

    assert brought.returncode == 0, brought.stderr
    assert (written.returncode, written.stdout, before) == (0, "", [])
    (row,) = csv.DictReader((folder / "fit.csv").read_text().splitlines())
    assert (row["id"], row["rank"], row["score"]) == (title, "1", "50.00")
    assert (row["first_day"], row["complete_to"]) == ("2026-01-08", "2026-01-14")
    assert published.returncode == 0, published.stderr
    assert published.stdout.splitlines()[1].startswith(f"1,{title},")
    assert [(scope, json.loads(str(ranks))) for scope, ranks in after] == [
        ("title:7:*:*", {title: [1, ""]})
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--by", "reader"), "`reader` is none of title, author, genre, series"),
        (("--window", "6"), "A window has 7 to 365 days"),
        (("--publish",), "bring figures in first"),
    ],
)
def test_what_cannot_be_ranked_is_refused_and_no_file_is_written(
    folder: Path, words: tuple[str, ...], said: str
) -> None:
    done = run(folder, "export", "audio-fit", *words, "--out", "fit.csv", **SECRETS)

    assert done.returncode != 0
    assert said in done.stderr
    assert not (folder / "fit.csv").exists()
