"""The ISRC of a recording (ISO 3901): read however people write it, kept in one spelling."""

import re

_PLAIN = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")

#: The longest text that is looked at for an ISRC, and what it may be written with.
ISRC_MAX = 40
_CALLED = re.compile(r"ISRC[\s:-]+", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s\u2010-\u2015-]")


def is_isrc(given: str) -> bool:
    """Whether something is an ISRC in the spelling that is kept."""
    return _PLAIN.fullmatch(given) is not None


def plain(given: str) -> str:
    """Return an ISRC as it is kept, `GBAAA2400001` for `GB-AAA-24-00001`; else what was given."""
    if len(given) > ISRC_MAX:
        return given
    bare = given.strip()
    called = _CALLED.match(bare)
    said = _BETWEEN.sub("", bare[called.end() :] if called else bare).upper()
    return said if is_isrc(said) else given
