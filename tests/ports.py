"""Ports on loopback that are kept for a process which is started later, or again."""

import os
import socket
from contextlib import suppress
from itertools import count

#: Below the ports that a machine gives out by itself, so nobody gets one of these by chance.
_LOWEST, _SPAN = 20_000, 12_000

_tried = count(os.getpid() * 97)


def reserved() -> socket.socket:
    """Return a socket that keeps a free port for as long as it is open; nobody listens there.

    Who is to have the port binds it with `SO_REUSEPORT` or, as servers do, with `SO_REUSEADDR`;
    nobody else gets it by chance.
    """
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    kept.bind(("127.0.0.1", 0))
    return kept


def port_of(held: socket.socket) -> int:
    """Return the port of a socket."""
    return int(held.getsockname()[1])


def quiet() -> int:
    """Return a free port for whoever binds it without sharing, as `greenlight api --port` does.

    Nobody holds it meanwhile; but nobody is given it who asks for any port.
    """
    while True:
        port = _LOWEST + next(_tried) % _SPAN
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
