"""Ports on loopback that are kept for a process which is started later, or again."""

import socket


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
