"""What is sealed anew, and with which secrets things are sealed. Pure."""

from collections.abc import Iterable, Sequence

from domain.audit.model import Anchor
from domain.audit.rules import signs
from domain.errors import Invalid
from domain.sealing.model import Row, Standing
from domain.secrets import Secrets


def sealed_anew(secrets: Secrets, row: Row) -> str | None:
    """Return a sealed thing as the secret itself seals it; None where it does already.

    Raises `Invalid` for what no secret that is set opens.
    """
    if secrets.is_present(row.use, row.sealed):
        return None
    return secrets.seal(row.use, secrets.unseal(row.use, row.sealed))


def standing(secrets: Secrets, place: str, rows: Iterable[Row]) -> Standing:
    """Return with which secrets the rows of a place are sealed."""
    total = earlier = unreadable = 0
    for row in rows:
        total += 1
        try:
            earlier += sealed_anew(secrets, row) is not None
        except Invalid:
            unreadable += 1
    return Standing(place, total, earlier, unreadable)


def reach(key: bytes, anchors: Sequence[Anchor]) -> int:
    """Return the number of the last anchor, counted from one, that `key` signed; 0 if none."""
    return max((at for at, one in enumerate(anchors, start=1) if signs(key, one)), default=0)
