"""What a matching key is: the SHA-256 of an e-mail address, in small hexadecimal letters. Pure.

The address itself never comes here. What looks like one is refused whole, and nothing of it is said
again: an error goes into answers, logs and lists of what was set aside.
"""

import hashlib
import re
from collections.abc import Iterable

from domain.consents import rules as consents
from domain.consents.model import Channel, Entry, Purpose
from domain.errors import Invalid

#: The most keys that are brought at once. Ours.
KEYS_MAX = 1_000

#: A key as it is kept. Source: SHA-256, as hexadecimal digits.
_KEY = re.compile(r"[0-9a-f]{64}")

#: What an address has to look like to be hashed: a name, one @, a host with a dot, no blanks.
_ADDRESS = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")

#: The longest address. Source: RFC 5321, 4.5.3.1.
ADDRESS_MAX = 254


def of_address(address: str) -> str:
    """Return the key of an address: trimmed, in small letters, hashed; `Invalid` if it is none."""
    plain = address.strip().lower()
    if len(plain) > ADDRESS_MAX or not _ADDRESS.fullmatch(plain):
        raise Invalid("bad_address", "This is no e-mail address.", ("email",))
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
