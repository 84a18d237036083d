"""Where mail is sent by; quick to import, since the settings hold it."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server: where, how it is spoken to, and as whom.

    `security` is `starttls`, `tls` from the beginning, or `none`, for servers on this machine.
    """

    host: str
    port: int
    sender: str
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
