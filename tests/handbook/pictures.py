"""Plays the stories on a demo of its own and takes the handbook's pictures: `make handbook`.

`python -m tests.handbook.pictures campaigns cases` plays these pages alone.
"""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tests.handbook.browser import browser
from tests.handbook.running import demo
from tests.handbook.stage import FOLDER, Stage

#: The pages, in the order in which they are played: days pass in the last ones.
PAGES = ("campaigns", "cases", "performance", "rights", "episodes", "playlists")


async def play(pages: Sequence[str], into: Path = FOLDER) -> None:
    """Play pages on a demo that is forgotten afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        async with demo(Path(folder)) as desk, browser() as seen:
            stage = Stage(desk, seen, into)
            for page in pages:
                await import_module(f"tests.handbook.scenes.{page}").played(stage)


if __name__ == "__main__":
    asyncio.run(play(sys.argv[1:] or PAGES))
