"""Where a command is to write: said to be no place before anything is read or brought in."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.console.given import number_in, placeable
from domain.errors import Invalid

WORDS = (
    ("import", "csv", "titles.csv", "--sender", "A house", "--set-aside", "nowhere/aside.csv"),
    ("export", "rights", "--csv", "--out", "nowhere/rights.csv"),
    ("export", "audio-fit", "--out", "nowhere/fit.csv"),
    ("hash-list", "titles.csv", "nowhere/keys.csv"),
    ("backup", "nowhere/hub.tar.gz"),
)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words[1])
def test_a_folder_that_is_not_there_is_said_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    (tmp_path / "titles.csv").write_text("reference,title\n")
    monkeypatch.chdir(tmp_path)

    raised = CliRunner().invoke(app, words).exception

    assert isinstance(raised, Invalid)
    assert raised.code == "no_folder"
    assert "There is no folder `nowhere`" in raised.message
    assert not Path("var").exists()


def test_a_file_in_a_folder_that_is_there_may_be_written(tmp_path: Path) -> None:
    assert placeable(tmp_path / "new.csv") == tmp_path / "new.csv"
    with pytest.raises(Invalid, match="There is no folder"):
        placeable(tmp_path / "no" / "new.csv")


@pytest.mark.parametrize(
    ("said", "number"),
    [("12", 12), ("#12", 12), ("9" * 5_000, None), ("²", None), ("req_1", None), ("", None)],
)
def test_a_number_is_one_that_a_request_can_have(said: str, number: int | None) -> None:
    assert number_in(said) == number
