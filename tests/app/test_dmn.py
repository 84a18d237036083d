"""Decision tables from the command line: asking, checking, comparing, replaying, writing."""

import json
from pathlib import Path

import pytest

from domain.decisions.shipped import shipped
from tests.app.test_commands import SECRETS
from tests.nursery import run

KEY = "campaign_stages"
FILES = {one.key: one for one in shipped()}
FACTS = {
    "budget": 12000,
    "currency": "EUR",
    "category": "none",
    "sensitive_topic": False,
    "by_agency": False,
    "market_count": 1,
}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a table, its cases, and facts."""
    return laid_out(tmp_path)


@pytest.fixture
def hub_desk(folder: Path) -> Path:
    """The same, beside a hub that was just set up."""
    return laid_out(folder)


def laid_out(desk: Path) -> Path:
    (desk / f"{KEY}.dmn").write_text(FILES[KEY].dmn)
    (desk / f"{KEY}.csv").write_text(FILES[KEY].cases)
    (desk / "facts.json").write_text(json.dumps(FACTS))
    return desk


def changed(desk: Path, piece: str, instead: str) -> str:
    """Write the table with a piece of it replaced; return the file's name."""
    assert piece in FILES[KEY].dmn
    (desk / "changed.dmn").write_text(FILES[KEY].dmn.replace(piece, instead))
    return "changed.dmn"


def test_a_file_is_asked_without_a_hub(desk: Path) -> None:
    words = ("decide", KEY, "--facts", "facts.json", "--dmn", f"{KEY}.dmn", "--explain")
    done = run(desk, *words)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("campaign_stages: decided\n")
    assert "because: From 10,000 on, finance looks at the budget." in done.stdout
    assert "not brand_agency: by_agency is False, not true" in done.stdout.replace("false", "False")


def test_the_hub_is_asked_as_json(hub_desk: Path) -> None:
    done = run(hub_desk, "decide", KEY, "--facts", "facts.json", "--json", "--explain", **SECRETS)
    found = json.loads(done.stdout)

    assert [row["stage"] for row in found["rows"]] == ["readiness", "brand", "finance"]
    assert {miss["rule"] for miss in found["misses"]} >= {"brand_agency", "legal_strict"}
    said = run(hub_desk, "decide", "nope", "--facts", "facts.json", **SECRETS).stderr
    assert "There is no table `nope`; there are activation, audience_segment" in said


def test_a_sound_table_is_found_sound(desk: Path) -> None:
    done = run(desk, "dmn", "check", f"{KEY}.dmn", "--cases", f"{KEY}.csv")

    assert done.returncode == 0, done.stderr
    assert "34 test cases, 0 fail" in done.stdout


def test_a_case_that_fails_is_named(desk: Path) -> None:
    file = changed(desk, "&gt;= 10000<", "&gt;= 20000<")
    done = run(desk, "dmn", "check", file, "--table", KEY, "--cases", f"{KEY}.csv")

    assert done.returncode == 1
    assert "Line 4 (finance in euro): `then stage` should be readiness; brand; finance" in (
        done.stdout
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "broken.dmn"), "broken.dmn: In the file"),
        (("check", f"{KEY}.dmn", "--table", "other"), "no decision called `other`"),
        (("check", f"{KEY}.dmn", "--cases", "facts.json"), "columns"),
        (("check", f"{KEY}.dmn", "--cases", "latin.csv"), "no text in UTF-8"),
        (("diff", f"{KEY}.dmn", "broken.dmn"), "broken.dmn: In the file"),
    ],
)
def test_a_bad_file_is_one_line(desk: Path, words: tuple[str, ...], said: str) -> None:
    (desk / "broken.dmn").write_text("<definitions")
    (desk / "latin.csv").write_bytes(b"case\n\xe9\n")
    done = run(desk, "dmn", *words)

    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_what_differs_is_said_row_by_row(desk: Path) -> None:
    same = run(desk, "dmn", "diff", f"{KEY}.dmn", f"{KEY}.dmn")
    file = changed(desk, "&gt;= 10000<", "&gt;= 20000<")
    other = run(desk, "dmn", "diff", f"{KEY}.dmn", file)

    alike = run(desk, "dmn", "diff", f"{KEY}.dmn", f"{KEY}.dmn", "--json")

    assert (same.returncode, same.stdout) == (0, "They decide alike: no row differs.\n")
    assert (alike.returncode, alike.stdout) == (0, "[]\n")
    assert other.returncode == 1
    assert other.stdout == "changed: finance_major\n  budget: >= 10000 -> >= 20000\n"


def test_a_version_is_written_and_replayed(hub_desk: Path) -> None:
    written = run(hub_desk, "dmn", "export", KEY, **SECRETS)
    cases = run(hub_desk, "dmn", "export", KEY, "--as", "cases", "--version", "1", **SECRETS)
    none = run(hub_desk, "dmn", "export", KEY, "--version", "7", **SECRETS)
    replayed = run(hub_desk, "dmn", "replay", f"{KEY}.dmn", **SECRETS)
    page = run(hub_desk, "dmn", "page", KEY, **SECRETS)

    assert written.stdout == FILES[KEY].dmn
    assert cases.stdout == FILES[KEY].cases
    assert "no version 7" in none.stderr
    assert replayed.stdout == "0 of 0 would change\n"
    assert page.stdout.startswith("# Who must look at a campaign\n")
