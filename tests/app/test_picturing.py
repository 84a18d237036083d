"""The gallery of charts, as somebody writes it to look at them."""

import shutil
from pathlib import Path

from PIL import Image
from pydantic import SecretStr

from app.opening.hub import open_hub
from app.settings import Settings
from domain.charted.source import KeptCharts
from domain.charts.model import Theme
from domain.charts.specimen import specimens
from tests.nursery import run


def test_every_chart_is_written_in_both_themes_and_languages(tmp_path: Path) -> None:
    done = run(tmp_path, "gallery", "--charts", "shown/charts")

    assert (done.returncode, done.stderr) == (0, "")
    assert "shown/charts/index.html" in done.stdout
    folder = tmp_path / "shown/charts"
    names = {
        f"{kind}-{theme}-{locale}"
        for kind in specimens()
        for theme in Theme
        for locale in ("en", "de")
    }
    assert {one.stem for one in folder.glob("*.svg")} == names
    assert {one.stem for one in folder.glob("*.png")} == names
    page = (folder / "index.html").read_text()
    assert [one for one in names if f'src="{one}.svg"' not in page] == []
    with Image.open(folder / "funnel-dark-de.png") as picture:
        assert picture.width == 1_080


def test_what_is_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = run(tmp_path, "gallery", "--charts", "file")

    assert done.returncode == 2
    assert done.stderr.startswith("greenlight: `file` cannot be a folder")
    assert "Traceback" not in done.stderr


async def test_an_opened_hub_has_the_charts_of_what_it_keeps(
    tmp_path: Path, migrated: Path
) -> None:
    database = shutil.copy(migrated, tmp_path / "hub.db")
    settings = Settings(
        secret=SecretStr("s" * 32), database_url=f"sqlite://{database}", files=tmp_path / "files"
    )

    async with open_hub(settings) as hub:
        assert isinstance(hub.charts, KeptCharts)
