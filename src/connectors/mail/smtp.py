"""Sending plain mails by SMTP, with STARTTLS and a password where they are set.

Headers are made by the standard library, which takes no line break in any of them; an address is
one address. A mail's id is made of its key, so that a mail sent again is known to be the same.
"""

import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import aiosmtplib
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from connectors.mail.server import SmtpServer
from domain import steps
from domain.chat.mailing import Mail, RefusedForGoodError
from domain.errors import Invalid, Upstream

#: How long the server may take for each step, in seconds. Ours.
SECONDS = 20.0

#: From here on a code means that trying again is no use. Source: RFC 5321, 4.2.1.
PERMANENT = 500

#: What makes of one address several, or a name beside one.
_NO_PART = frozenset(' <>(),;:\\"[]')

#: What a server says that wants another password: an administrator can mend that. RFC 4954.
_OURS_TO_MEND = frozenset({530, 534, 535, 538})


class SmtpOffice:
    """Sends mail; see `domain.chat.mailing.PostOffice`."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._sender = address(server.sender)

    async def send(self, mail: Mail) -> None:
        """Send a mail; `RefusedForGoodError` if that is no use, `Upstream` if it may pass."""
        try:
            refused = await self._sent(mail)
        except SMTPRecipientsRefused as error:
            codes = [one.code for one in error.recipients]
            raise _typed(max(codes, default=0), str(error.recipients[0].message)) from error
        except SMTPAuthenticationError as error:
            raise Upstream(
                "mail_refused", f"The mail server wants other words: {error.code}."
            ) from error
        except SMTPResponseException as error:
            raise _typed(error.code, error.message) from error
        except (SMTPException, OSError) as error:
            raise Upstream(
                "mail_unreachable", f"The mail server does not answer: {type(error).__name__}."
            ) from error
        if refused:
            code, said = next(iter(refused.values()))
            raise _typed(code, said)

    async def _sent(self, mail: Mail) -> dict[str, tuple[int, str]]:
        """Send a mail, and return who was refused."""
        server = self._server
        with steps.calling("mail", "send", {"host": server.host}) as step:
            refused, _ = await aiosmtplib.send(
                self._message(mail),
                hostname=server.host,
                port=server.port,
                username=server.user,
                password=server.password,
                use_tls=server.security == "tls",
                start_tls=server.security == "starttls",
                timeout=SECONDS,
            )
            step.outcome = "refused" if refused else "250"
        return {who: (code, said) for who, (code, said) in refused.items()}

    def _message(self, mail: Mail) -> EmailMessage:
        made = EmailMessage(policy=SMTP)
        made["From"] = self._sender
        made["To"] = address(mail.to)
        made["Subject"] = " ".join(mail.subject.split())
        digest = hashlib.sha256(mail.key.encode()).hexdigest()[:32]
        made["Message-ID"] = f"<{digest}@{self._sender.domain}>"
        made["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody on holiday answers it.
        made.set_content(mail.text, cte="quoted-printable")
        return made


def address(text: str) -> Address:
    """Return an address as one value; `Invalid` unless it is exactly one, with no line break."""
    try:
        name, at, host = text.partition("@")
        if not (name and at and host and text.isprintable()) or set(text) & _NO_PART:
            raise ValueError
        if "@" in host:
            raise ValueError
        return Address(username=name, domain=host)
    except (ValueError, IndexError) as error:
        raise Invalid("bad_email", "This is no e-mail address.", ("email",)) from error


def _typed(code: int, said: str) -> Exception:
    """Return the error that a server's answer stands for."""
    text = " ".join(f"{code} {said}".split())[:200]
    if code >= PERMANENT and code not in _OURS_TO_MEND:
        return RefusedForGoodError(text)
    return Upstream("mail_refused", f"The mail server puts it off: {text}.")
