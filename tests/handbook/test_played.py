"""The handbook's pictures are made by the program as it is."""

import asyncio
from pathlib import Path

import pytest

from tests.handbook.browser import PROGRAM
from tests.handbook.pictures import PAGES, play
from tests.handbook.stage import FOLDER


@pytest.mark.long
@pytest.mark.skipif(
    not Path(PROGRAM).exists(), reason="there is no Chromium here: `apt install chromium`"
)
def test_every_picture_of_the_handbook_can_be_taken_anew(tmp_path: Path) -> None:
    asyncio.run(play(PAGES, tmp_path))

    assert {one.name for one in tmp_path.iterdir()} == {one.name for one in FOLDER.iterdir()}
