"""Where the stories of the handbook are played: the doors of a demo, and a browser that looks."""

import io
import json
from pathlib import Path
from typing import Any

from PIL import Image

from app.demo.sample import TEAM, channel_id
from tests.handbook.browser import Browser
from tests.handbook.running import Desk, user
from tests.handbook.waiting import until

#: Where the handbook's pictures lie.
FOLDER = Path(__file__).parents[2] / "docs/images/handbook"

#: So narrow that the look-alike leaves its side out; so wide that a card's two columns stand.
WIDTH = 760

#: The highest picture, in pixels; a card that is longer ends there.
HEIGHT_MAX = 1_300

#: The largest file, in bytes, and how many colours are enough for text and lines.
BYTES_MAX, COLOURS = 150_000, 255

#: What is written is out of the picture: the cards are what it is about.
_BARE = "for (const one of document.querySelectorAll('#side, .foot')) one.hidden = true;"

#: Whether every picture in the page has come.
_LOADED = "[...document.images].every(one => one.complete && one.naturalHeight > 0)"

#: Chooses an operation in the explorer and runs it; what can be asked is out of the picture.
_RUN = """(async () => {
  const all = JSON.parse(document.getElementById('data').textContent).operations;
  const menu = document.getElementById('operations');
  menu.value = all.findIndex(one => one.name === OPERATION);
  await menu.onchange();
  document.querySelector('main > section:last-child').style.display = 'none';
  document.querySelector('main').style.gridTemplateColumns = '2fr 3fr';
  await document.getElementById('run').onclick();
})()"""

#: Leaves out what stands in an answer before a line.
_FROM = """(() => {
  const answer = document.getElementById('answer'), lines = answer.textContent.split('\\n');
  const begins = lines.findIndex(line => line.trim().startsWith(LAST));
  answer.textContent = ['…', ...lines.slice(begins)].join('\\n');
})()"""


class Stage:
    """A demo whose people act, and of which pictures are taken into `folder`."""

    def __init__(self, desk: Desk, browser: Browser, folder: Path = FOLDER) -> None:
        self.desk = desk
        self._browser = browser
        self._folder = folder

    async def card(self, name: str, who: str, team: str, words: str) -> None:
        """Take a picture of the last message in a team's channel that holds `words`."""
        message = await self.desk.shown(who, channel_id(team), words)
        await self._message(name, who, message)

    async def told(self, name: str, who: str, words: str) -> None:
        """Take a picture of the last message to somebody alone that holds `words`."""
        message = await self.desk.shown(who, await self.desk.direct(who), words)
        await self._message(name, who, message)

    async def thread(self, name: str, who: str, team: str, words: str) -> None:
        """Take a picture of such a message with two or more replies below it."""
        message = await self.desk.shown(who, channel_id(team), words)
        address = self._address(who, message["channel"], message["ts"])
        shown = "document.querySelectorAll('#thread article').length > 2"
        await self._browser.opens(address, shown, width=WIDTH, height=HEIGHT_MAX)
        await self._fits("#thread .scroll > :last-child", "bottom")
        await self._keeps(name)

    async def form(self, name: str, who: str, words: str) -> None:
        """Take a picture of the end of the form that somebody has open."""
        shown = f"document.querySelector('dialog[open]')?.innerText.includes({json.dumps(words)})"
        size = {"width": WIDTH, "height": 820}
        await self._browser.opens(self._address(who, "home"), shown, **size)
        end = "document.querySelector('.modal-body').scrollTo(0, 10_000)"
        await self._browser.says(end)
        await self._keeps(name)

    async def page(self, name: str, path: str, shows: str, height: int) -> None:
        """Take a picture of another page of the demo."""
        address = f"{self.desk.http.base_url}".rstrip("/") + path
        await self._browser.opens(address, shows, width=WIDTH, height=height)
        await self._keeps(name)

    async def asked(self, name: str, operation: str, height: int, last: str = "") -> None:
        """Run a worked operation in the explorer, and take a picture of its answer.

        With `last` the end of the answer is seen, from the line on that begins with it.
        """
        address = f"{self.desk.http.base_url}".rstrip("/") + "/explore"
        there = "document.querySelectorAll('#operations option').length > 0"
        await self._browser.opens(address, there, width=1_000, height=height)
        await self._browser.says(_RUN.replace("OPERATION", json.dumps(operation)))
        if last:
            await self._browser.says(_FROM.replace("LAST", json.dumps(last)))
        await self._keeps(name)

    async def _message(self, name: str, who: str, message: dict[str, Any]) -> None:
        there = f"""document.querySelector('#scroll article[data-ts="{message["ts"]}"]')"""
        address = self._address(who, message["channel"])
        await self._browser.opens(address, f"!!{there}", width=WIDTH, height=HEIGHT_MAX)
        await self._fits(f'#scroll article[data-ts="{message["ts"]}"]', "height")
        await self._browser.says(f"{there}.scrollIntoView({{block: 'start'}})")
        await self._keeps(name)

    async def _fits(self, selector: str, measure: str) -> None:
        """Leave out what is written in, and make the window as high as what it is about."""
        found = f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()"
        await self._browser.says(_BARE)
        await until(lambda: self._browser.says(_LOADED), 20)
        held = float(await self._browser.says(f"{found}.{measure}"))
        above = await self._browser.says("document.getElementById('scroll').offsetTop")
        height = held + float(above) if measure == "height" else held
        await self._browser.sized(WIDTH, min(round(height) + 28, HEIGHT_MAX))

    async def _keeps(self, name: str) -> None:
        """Write the picture down in few colours."""
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = small(await self._browser.picture())
        if len(kept) > BYTES_MAX:
            raise ValueError(f"{name}.png would be {len(kept)} bytes.")
        (self._folder / f"{name}.png").write_bytes(kept)
        print(f"{name}.png  {len(kept) // 1_000} kB")

    def _address(self, who: str, place: str, thread: str = "") -> str:
        path = "/".join((TEAM, user(who), place, thread))
        return f"{self.desk.http.base_url}".rstrip("/") + f"/slack#{path}"


def small(picture: bytes) -> bytes:
    """Return a picture as PNG with a palette."""
    out = io.BytesIO()
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
