"""`greenlight schema`: what changed is said before a front end meets it."""

from pathlib import Path

from typer.testing import CliRunner

from api.schema import printed
from app.cli import app


def test_the_schema_is_written_where_one_says(tmp_path: Path) -> None:
    to = tmp_path / "schema.graphql"
    first = CliRunner().invoke(app, ["schema", "--to", str(to)])
    again = CliRunner().invoke(app, ["schema", "--to", str(to)])

    assert to.read_text() == printed()
    assert ("was written" in first.stdout, "is up to date" in again.stdout) == (True, True)


def test_a_difference_that_breaks_front_ends_is_an_exit_of_1(tmp_path: Path) -> None:
    old, new = tmp_path / "old.graphql", tmp_path / "new.graphql"
    old.write_text("type Query { old: String same: String }")
    new.write_text("type Query { same: String }")
    broken = CliRunner().invoke(app, ["schema", "diff", str(old), str(new)])
    grown = CliRunner().invoke(app, ["schema", "diff", str(new), str(old), "--every"])

    assert broken.exit_code == 1
    assert (
        broken.stdout == "breaking: Field Query.old was removed.\n1 changes, 1 of them breaking.\n"
    )
    assert (grown.exit_code, "0 of them breaking" in grown.stdout) == (0, True)


def test_what_is_compared_with_is_this_version_if_nothing_is_named(tmp_path: Path) -> None:
    old = tmp_path / "old.graphql"
    old.write_text(printed())
    found = CliRunner().invoke(app, ["schema", "diff", str(old)])

    assert (found.exit_code, found.stdout) == (0, "0 changes, 0 of them breaking.\n")
