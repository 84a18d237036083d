"""What a matching key is: the SHA-256 of an e-mail address, in small hexadecimal letters. Pure.

The address itself never comes here. What looks like one is refused whole, and nothing of it is said
again: an error goes into answers, logs and lists of what was set aside.
"""

import hashlib
import re
from collections.abc import Iterable

from domain import mail_addresses
from domain.consents import rules as consents
from domain.consents.model import Channel, Entry, Purpose
from domain.errors import Invalid

#: The most keys that are brought at once. Ours.
KEYS_MAX = 1_000

#: A key as it is kept. Source: SHA-256, as hexadecimal digits.
_KEY = re.compile(r"[0-9a-f]{64}")


def of_address(address: str) -> str:
    """Return the key of an address: trimmed, in small letters, hashed; `Invalid` if it is none."""
    plain = address.strip().lower()
    mail_addresses.require(plain)
    return hashlib.sha256(plain.encode()).hexdigest()


def require_hashed(cells: Iterable[str]) -> None:
    """Raise `Invalid` where a clear address is among `cells`, whichever; it is not repeated."""
    if any("@" in one for one in cells):
        said = (
            "A clear address stands in it, so nothing of it was taken. Bring the SHA-256 of each"
            " address; `greenlight hash-list IN.csv OUT.csv` makes them where the addresses are."
        )
        raise Invalid("clear_address", said, ("keys",))


def checked(key: str) -> str:
    """Return a key as it is kept; `Invalid`, which does not repeat it, if it is none."""
    if not _KEY.fullmatch(key):
        said = "The key is no SHA-256 in 64 hexadecimal digits, with small letters."
        raise Invalid("bad_cell", said, ("key",))
    return key


def agrees(entries: Iterable[Entry]) -> bool:
    """Whether somebody agrees to be on a list for advertising."""
    return consents.given(entries, Purpose.DIRECT_MARKETING, Channel.AD_AUDIENCE)
