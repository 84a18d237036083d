"""Who had a hand in what a compensation makes good: none of them approves it."""

from collections.abc import Mapping
from typing import Any

from domain.database import sql

#: The longest number of a case, in digits.
_DIGITS_MAX = 9


async def writers(payload: Mapping[str, Any]) -> frozenset[str]:
    """Return who reported, owns, or proposed to make good the case that a payload names."""
    number = str(payload.get("case_ref", "")).removeprefix("#")
    if not (number.isascii() and number.isdecimal()) or len(number) > _DIGITS_MAX:
        return frozenset()
    rows = await sql.fetch(
        "SELECT reporter_id AS person FROM cases WHERE number = $1"
        " UNION SELECT assignee_id FROM cases WHERE number = $1"
        " UNION SELECT c.proposer_id FROM compensations c JOIN cases k ON k.id = c.case_id"
        " WHERE k.number = $1",
        int(number),
    )
    return frozenset(row["person"] for row in rows if row["person"])
