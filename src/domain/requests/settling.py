"""Who had a hand in what a compensation makes good: none of them approves it."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.database import sql
from domain.errors import Invalid

#: The longest number of a case, in digits.
_DIGITS_MAX = 9


async def writers(payload: Mapping[str, Any], request_id: str | None) -> frozenset[str]:
    """Return who reported, owns, or proposed to make good what a request settles.

    That is the case that the payload names, and the one whose compensation the request decides.
    """
    rows = await sql.fetch(
        "WITH settled AS (SELECT id, reporter_id, assignee_id FROM cases WHERE number = $1"
        "  OR id IN (SELECT case_id FROM compensations WHERE request_id = $2))"
        " SELECT reporter_id AS person FROM settled"
        " UNION SELECT assignee_id FROM settled"
        " UNION SELECT c.proposer_id FROM compensations c JOIN settled k ON k.id = c.case_id",
        _number(payload),
        request_id,
    )
    return frozenset(row["person"] for row in rows if row["person"])


async def fixed(request_id: str, changed: frozenset[str]) -> Sequence[Invalid]:
    """Return why a revision may not change what it does: the case of what the request decides."""
    if "case_ref" not in changed:
        return ()
    row = await sql.fetch_one(
        "SELECT k.number FROM compensations c JOIN cases k ON k.id = c.case_id"
        " WHERE c.request_id = $1",
        request_id,
    )
    if row is None:
        return ()
    said = (
        f"This decides a compensation of case #{row['number']}, and of no other; leave"
        " `case_ref` as it was, or withdraw this and propose one on the other case."
    )
    return (Invalid("case_fixed", said, ("case_ref",)),)


def _number(payload: Mapping[str, Any]) -> int | None:
    """Return the number of the case that a payload names, if that is one."""
    said = str(payload.get("case_ref", "")).removeprefix("#")
    if not (said.isascii() and said.isdecimal()) or len(said) > _DIGITS_MAX:
        return None
    return int(said)
