"""A mail server of this machine, and what it was given."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


class Box:
    """A server's handler: it keeps what comes, or answers as it is told."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.answers: list[str] = []

    @property
    def letters(self) -> list[EmailMessage]:
        """Return what came, as it is read."""
        return [message_from_bytes(held, policy=default) for held in self.kept]

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        self.kept.append(envelope.content)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _: Any, __: Any, envelope: Any, where: str, ___: Any
    ) -> str:
        if where.startswith("nobody"):
            return "550 no such mailbox"
        if where.startswith("later"):
            return "451 come again"
        envelope.rcpt_tos.append(where)
        return "250 OK"


@contextmanager
def running(box: Box, **more: Any) -> Iterator[int]:
    """Serve mail on loopback; give the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
