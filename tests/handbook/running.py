"""The demo as a process of its own, and people who use its doors: GraphQL and the look-alikes."""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2

from app.demo.clock import DAY
from app.demo.sample import PEOPLE, TEAM, chat_id
from app.pages.worked import operations
from tests.app.front_end import FrontEnd, refused
from tests.handbook.waiting import until
from tests.ports import port_of, reserved

#: How long it is waited for what the worker does, in seconds.
DONE_SECONDS = 60.0

_OPERATIONS = {one.name: one for one in operations()}
_DATA = re.compile(r'<script id="data" type="application/json">(.*?)</script>', re.DOTALL)


class Refused(Exception):
    """Somebody was told no where the story goes on."""


class Desk:
    """People of the sample, at the doors of a demo."""

    def __init__(self, http: httpx2.AsyncClient, front: FrontEnd, folder: Path) -> None:
        self.http = http
        self.front = front
        self._folder = folder

    async def runs(self, name: str, /, **changes: Any) -> dict[str, Any]:
        """Send a worked operation, with `changes` to its `brief` or `input`; return its data."""
        one = _OPERATIONS[name]
        held = await self.front.there_is(one.role)
        variables = {
            key: {**value, **changes} if isinstance(value, dict) else value
            for key, value in one.variables.items()
        }
        return await self.asks(one.role, one.text, **self.front.filled(variables, held))

    async def asks(self, role: str, text: str, /, **variables: Any) -> dict[str, Any]:
        """Send an operation of one's own; return its data."""
        answer = await self.front.asks(role, text, variables=variables)
        if said := answer.get("errors") or refused(answer["data"]):
            raise Refused(f"{text.partition('{')[0].strip()}: {json.dumps(said)}")
        data: dict[str, Any] = answer["data"]
        return data

    async def seen(self, who: str, place: str, thread: str = "") -> dict[str, Any]:
        """Return what somebody sees at a place of the look-alike workspace."""
        asked = {"team": TEAM, "user": user(who), "place": place, "thread": thread}
        picture: dict[str, Any] = (await self.http.get("/slack/ui/picture", params=asked)).json()
        return picture

    async def shown(self, who: str, place: str, words: str) -> dict[str, Any]:
        """Wait for the last message at a place that holds `words`; return it."""

        async def look() -> dict[str, Any]:
            told = (await self.seen(who, place))["messages"]
            held = [one for one in told if words in json.dumps(one, ensure_ascii=False)]
            return held[-1] if held else {}

        return await until(look, DONE_SECONDS)

    async def brand(self) -> str:
        """Return the id of the sample's brand."""
        return str((await self.front.there_is("manager"))["brands"][0]["id"])

    async def direct(self, who: str) -> str:
        """Return where the app talks with somebody alone, once it has."""

        async def look() -> str:
            return (await self.seen(who, "home"))["app"]["direct"] or ""

        return await until(look, DONE_SECONDS)

    async def acts(self, who: str, act: str, **more: Any) -> dict[str, Any]:
        """Do something on the look-alike's page, as a click of theirs does."""
        body = {"act": act, "team": TEAM, "user": user(who), **more}
        told: dict[str, Any] = (await self.http.post("/slack/ui/act", json=body)).json()
        if not told.get("ok"):
            raise Refused(f"{act}: {json.dumps(told)}")
        return told

    async def clicks(self, who: str, place: str, words: str, label: str) -> None:
        """Click the button called `label` of the last message that holds `words`."""
        message = await self.shown(who, place, words)
        block, button = _button(message["blocks"], label)
        at = {"channel": message["channel"], "ts": message["ts"]}
        named = {"block_id": block, "action_id": button["action_id"]}
        await self.acts(who, "act_on_message", **at, **named, value=button.get("value"))

    async def commands(self, *words: str, table: str) -> None:
        """Give a command of the console; the file that it names as its third word is `table`."""
        kept = self._folder / "var/demo"
        (self._folder / words[2]).write_text(table)
        where = {
            "GREENLIGHT_DATABASE_URL": f"sqlite://{kept / 'greenlight.db'}",
            "GREENLIGHT_FILES": str(kept / "files"),
            "GREENLIGHT_SECRET": (kept / "secret").read_text(),
        }
        program = (sys.executable, "-m", "app", *words)
        process = await asyncio.create_subprocess_exec(
            *program,
            cwd=self._folder,
            env={**_around(), **where},
            stdout=asyncio.subprocess.DEVNULL,
        )
        if await process.wait():
            raise Refused(" ".join(words))

    async def until_page(self, path: str, words: str) -> None:
        """Wait until a page of the demo holds `words`."""

        async def look() -> bool:
            return words in (await self.http.get(path)).text

        await until(look, DONE_SECONDS)

    async def lets_a_day_pass(self) -> None:
        """Press the button of the first page; who reckons days from now on does so from there."""
        await self.http.post("/day")
        before = self.front.now
        self.front.now = lambda: before() + DAY


def user(who: str) -> str:
    """Return the account in the look-alike of somebody of the sample."""
    return next(chat_id(person) for person in PEOPLE if person.nickname == who)


def _button(blocks: Any, label: str) -> tuple[str, dict[str, Any]]:
    for block in blocks:
        for one in [*block.get("elements", []), block.get("accessory") or {}]:
            if label in json.dumps(one.get("text", "")):
                return block["block_id"], one
    raise Refused(f"There is no button {label!r}.")


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[Desk]:
    """Start a demo in `folder` whose last votes count at once; stop it in the end."""
    with reserved() as held:
        port = port_of(held)
    with (folder / "demo.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "app", "demo", "--port", str(port)),
            cwd=folder,
            env=_around(),
            stdout=log,
            stderr=log,
        )
    try:
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            yield Desk(http, await _front(http), folder)
    finally:
        process.terminate()
        await process.wait()


def _around() -> dict[str, str]:
    source = Path(__file__).parents[2] / "src"
    return {**os.environ, "PYTHONPATH": str(source), "GREENLIGHT_UNDO_SECONDS": "0"}


async def _front(http: httpx2.AsyncClient) -> FrontEnd:
    async def page() -> str:
        try:
            return (await http.get("/explore")).text
        except httpx2.TransportError:
            return ""

    told = _DATA.search(await until(page, 120))
    assert told is not None
    people = json.loads(told[1])["people"]
    tokens = {one["role"]: one["token"] for one in people}
    return FrontEnd(http, lambda: datetime.now(UTC), tokens)
