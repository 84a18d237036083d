"""What every test would pay for, and none is about."""

import gc
import signal
import sys
from functools import cache
from types import FrameType
from typing import NoReturn

import httpcore2


def be_quick() -> None:
    """Have it so from now on, until `collected` says that every test is known."""
    # What is imported and collected stays: there is little to look for among it.
    gc.set_threshold(500_000, 20, 50)
    # Asked for at each request to an application, and looked for in every folder each time.
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]
    trust_once()
    # Python's own would be replaced by each `asyncio.Runner` and looked up by what it prints as,
    # which is the running task with all it holds.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupted)


def collected() -> None:
    """Have what stands by now, a million objects, looked through no more: a quarter of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def trust_once() -> None:
    """Read whom the machine trusts once, and not for each client: 20 ms, whether it speaks TLS."""
    httpcore2.default_ssl_context = cache(httpcore2.default_ssl_context)


def _interrupted(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
