"""Processes of our own that begin at once: everything is imported in the one they are forked from.

Importing Greenlight takes longer than most of what such a process is asked for. Each is a process
like any other, to be killed; it ends with the tests.
"""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

ROOM = Path(__file__).parents[1]

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.warm"])


def environ() -> Mapping[str, str]:
    """Return the environment of a process: nothing of ours is inherited."""
    return {"PYTHONPATH": os.pathsep.join((str(ROOM / "src"), str(ROOM)))}


class Child:
    """A process that does `act(*given)`, with the environment `env` alone.

    It writes to `out` and `err`, or nowhere; what is given may hold sockets, which it shares.
    """

    def __init__(
        self,
        act: Callable[..., object],
        *given: object,
        env: Mapping[str, str],
        out: Path | None = None,
        err: Path | None = None,
        folder: Path = ROOM,
    ) -> None:
        _ready()
        where = (str(folder), str(out or os.devnull), str(err or out or os.devnull))
        self._process = _CONTEXT.Process(
            target=_begin, args=(act, given, dict(env), where), daemon=True
        )
        self._process.start()

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """What it ended with; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal; `ProcessLookupError` if it is no more."""
        if self.returncode is not None or self._process.pid is None:
            raise ProcessLookupError
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        """End it at once, if it runs."""
        self._process.kill()

    def join(self, seconds: float | None = None) -> None:
        """Wait until it ended, for so long at most."""
        self._process.join(seconds)

    async def wait(self) -> None:
        """Wait until it ended."""
        while self.returncode is None:  # noqa: ASYNC110  There is nothing else to wait for.
            await asyncio.sleep(0.01)


def run(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `greenlight ...` in `folder`, as on a machine where only `env` is set."""
    with tempfile.TemporaryDirectory() as found:
        out, err = Path(found, "out"), Path(found, "err")
        env = {"PATH": os.environ["PATH"], **env}
        child = Child(command, words, env=env, out=out, err=err, folder=folder)
        child.join(120)
        if child.returncode is None:
            child.kill()
            raise subprocess.TimeoutExpired(words, 120)
        return subprocess.CompletedProcess(
            words, child.returncode, out.read_text(), err.read_text()
        )


def _ready() -> None:
    """Have the process be there that the others are forked from, which finds our modules."""
    before = os.environ.get("PYTHONPATH")
    os.environ.update(environ())
    try:
        forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


def _begin(
    act: Callable[..., object],
    given: tuple[Any, ...],
    env: Mapping[str, str],
    where: tuple[str, ...],
) -> None:
    folder, out, err = where
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Whoever began the tests may be deaf to Ctrl-C, as what a shell runs aside is; it is not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    for path, stream in ((out, sys.stdout), (err, sys.stderr)):
        with Path(path).open("ab") as file:
            os.dup2(file.fileno(), stream.fileno())
    act(*given)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def command(words: tuple[str, ...]) -> None:
    """Be `greenlight ...`."""
    from app.cli import main

    sys.argv = ["greenlight", *words]
    main()
