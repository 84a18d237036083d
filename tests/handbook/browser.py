"""Chromium without a window, driven by its DevTools: it opens pages and takes pictures."""

import asyncio
import base64
import itertools
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
from websockets.asyncio.client import ClientConnection, connect

from tests.handbook.waiting import until

PROGRAM = "/usr/bin/chromium"

#: How long a page may take until it shows what it was opened for, in seconds.
SHOWN_SECONDS = 20.0

_FLAGS = ("--headless=new", "--no-sandbox", "--hide-scrollbars", "--remote-debugging-port=0")


class Browser:
    """One page of Chromium's."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)

    async def opens(self, address: str, shows: str, *, width: int, height: int) -> None:
        """Open an address anew and wait until `shows`, an expression, is true of it."""
        await self.sized(width, height)
        await self._does("Page.navigate", url="about:blank")
        await self._does("Page.navigate", url=address)
        await until(lambda: self.says(shows), SHOWN_SECONDS)

    async def sized(self, width: int, height: int) -> None:
        """Make the window so large, in pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self._does("Emulation.setDeviceMetricsOverride", **size)

    async def says(self, expression: str) -> Any:
        """Return what an expression is worth in the page, as JSON has it."""
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        return (await self._does("Runtime.evaluate", **asked))["result"].get("value")

    async def picture(self) -> bytes:
        """Return the page as it is seen, as PNG."""
        return base64.b64decode((await self._does("Page.captureScreenshot"))["data"])

    async def _does(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        await self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(await self._socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Start Chromium with a folder of its own, and end it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        told = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(
            PROGRAM, *_FLAGS, f"--user-data-dir={folder}", "about:blank", stdout=told, stderr=told
        )
        try:
            port = await _port(Path(folder) / "DevToolsActivePort")
            async with connect(await _page(port), max_size=None) as socket:
                yield Browser(socket)
        finally:
            process.terminate()
            await process.wait()


async def _port(told: Path) -> str:
    async def line() -> str:
        return _first(told)

    return str(await until(line, SHOWN_SECONDS))


def _first(told: Path) -> str:
    """Return the first word of a file, or nothing where it is not there yet."""
    words = told.read_text().split() if told.exists() else []
    return words[0] if words else ""


async def _page(port: str) -> str:
    async with httpx2.AsyncClient() as http:
        pages = (await http.get(f"http://127.0.0.1:{port}/json/list")).json()
    return next(str(one["webSocketDebuggerUrl"]) for one in pages if one["type"] == "page")
