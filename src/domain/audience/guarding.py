"""What keeps capture honest: which addresses a link may lead to, and marks that are ours. Pure.

Nothing that a visitor sends ever becomes part of where they are led.
"""

import re
from urllib.parse import urlsplit

from domain.errors import Invalid
from domain.secrets import Secrets

#: The longest target, in characters.
TARGET_MAX = 500

#: What browsers remember somebody by who agreed in a form; what it is signed for.
MARK, MARK_USE = "gl_lead", "capture-mark"

#: How an e-mail address is told again without being kept.
CONTACT_USE = "capture-contact"

_HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])"
)
_CODE = re.compile(r"[a-z0-9]([a-z0-9-]{2,38})[a-z0-9]")


def clean_host(given: str) -> str:
    """Return a host as it is kept; `Invalid` for what is none."""
    host = given.strip().lower()
    if not _HOST.fullmatch(host):
        said = f"`{given[:60]}` is no host; write it as www.example.com, without https:// or port."
        raise Invalid("no_host", said, ("host",))
    return host


def clean_code(given: str) -> str:
    """Return a code as it is kept; `Invalid` for what is none."""
    code = given.strip().lower()
    if not _CODE.fullmatch(code):
        said = "A code has 4 to 40 small letters, digits and hyphens; write it as spring-coffee."
        raise Invalid("bad_code", said, ("code",))
    return code


def clean_target(given: str) -> str:
    """Return where a link may lead, as it is kept; `Invalid` for what no browser takes alike."""
    target = given.strip()
    if len(target) > TARGET_MAX:
        said = f"An address has at most {TARGET_MAX} characters."
        raise Invalid("too_long", said, ("target",))
    if host_of(target) is None:
        said = (
            "Write the address as https://www.example.com/spring: with https, a host, no port, no"
            " name before the host, and no blanks, backslashes or signs beyond ASCII."
        )
        raise Invalid("bad_target", said, ("target",))
    return target


def host_of(target: str) -> str | None:
    """Return the host that an address leads to; None where readers may disagree about it."""
    plain = all("!" <= sign <= "~" for sign in target) and "\\" not in target
    if not plain or not target.startswith("https://"):
        return None
    try:
        parts = urlsplit(target)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    sound = host is not None and parts.netloc == host and port is None and _HOST.fullmatch(host)
    return host if sound else None


def mark_of(secrets: Secrets, lead_id: str) -> str:
    """Return what a browser keeps, so that who agreed is known again."""
    return f"{lead_id}.{secrets.sign(MARK_USE, lead_id)}"


def marked(secrets: Secrets, mark: str) -> str | None:
    """Return the lead that a browser's mark names; None if it is not ours."""
    lead_id, _, signature = mark[:200].partition(".")
    return lead_id if secrets.signed(MARK_USE, lead_id, signature) else None


def contact_marks(secrets: Secrets, brand_id: str, email: str) -> tuple[str, ...]:
    """Return what an address of a brand's lead is found again by; it cannot be read back.

    The first is written; by the others it was written under earlier secrets.
    """
    return secrets.marks(CONTACT_USE, f"{brand_id}:{email.strip().lower()}")
