"""A terminal that a command draws on, and somebody before it who reads, and may press Ctrl-C."""

import codecs
import os
import pty
import re
import signal
import threading
from pathlib import Path

from tests.nursery import Child, command

#: How long a command may take, in seconds.
PATIENCE = 120


class Terminal:
    """`greenlight ...`, run in a folder: its errors and bars are `drawn`, the rest is `said`."""

    def __init__(self, folder: Path, *words: str, **env: str) -> None:
        self.drawn = ""
        self._out = folder / "said.txt"
        self._ours, self._theirs = pty.openpty()
        self._text = codecs.getincrementaldecoder("utf-8")()
        given = {"PATH": os.environ["PATH"], "TERM": "xterm", **env}
        drawn = Path(os.ttyname(self._theirs))
        self._child = Child(command, words, env=given, out=self._out, err=drawn, folder=folder)
        self._watch = threading.Thread(target=self._hang_up)
        self._watch.start()

    @property
    def said(self) -> str:
        """What it wrote besides."""
        return self._out.read_text()

    def until(self, pattern: str) -> str:
        """Read what is drawn until it holds a pattern, and return what matched."""
        while (found := re.search(pattern, self.drawn)) is None:
            assert self._read(), f"it ended without drawing {pattern}: {self.drawn}"
        return found[0]

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self._child.send_signal(signal.SIGINT)

    def end(self) -> int | None:
        """Read until the command is over; return what it ended with."""
        while self._read():
            pass
        self._watch.join()
        os.close(self._ours)
        return self._child.returncode

    def _read(self) -> bool:
        """Read on; say whether there was more."""
        try:
            found = os.read(self._ours, 65_536)
        except OSError:  # Nobody has the other end any more.
            return False
        self.drawn += self._text.decode(found)
        return bool(found)

    def _hang_up(self) -> None:
        self._child.join(PATIENCE)
        self._child.kill()
        os.close(self._theirs)
