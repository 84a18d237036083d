"""Running an example as its reader would: as a process, against a hub on loopback."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from tests.api.door import token_for
from tests.world import World

#: How long an example may take on a busy machine, in seconds.
PATIENCE = 60


class Said(NamedTuple):
    """How a process ended."""

    code: int
    out: str
    trouble: str


async def ran(*words: str | Path, folder: Path, **environment: str) -> Said:
    """Run a command to its end."""
    process = await asyncio.create_subprocess_exec(
        *words,
        cwd=folder,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, trouble = await asyncio.wait_for(process.communicate(), PATIENCE)
    return Said(process.returncode or 0, out.decode(), trouble.decode())


@asynccontextmanager
async def running(
    *words: str | Path, folder: Path, **environment: str
) -> AsyncIterator[asyncio.StreamReader]:
    """Run a command beside the block, which reads what it says; it is ended with the block."""
    process = await asyncio.create_subprocess_exec(
        *words, cwd=folder, env={**os.environ, **environment}, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def line(of: asyncio.StreamReader) -> str:
    return (await asyncio.wait_for(of.readline(), PATIENCE)).decode().strip()


async def token(world: World, who: str) -> str:
    """Return a token that stands for somebody."""
    return (await token_for(world, who))["authorization"].removeprefix("Bearer ")


def files(folder: Path, contents: Sequence[tuple[str, bytes]]) -> list[Path]:
    """Write files; return where they are."""
    for name, content in contents:
        (folder / name).write_bytes(content)
    return [folder / name for name, _ in contents]
