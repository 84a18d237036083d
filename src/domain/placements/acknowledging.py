"""Taking a hand-over on by the hub itself, where what it did or saw is the proof."""

from datetime import datetime

from domain.database import must_be_in_transaction
from domain.placements import records
from domain.placements.model import HandOver, PlacementState

#: The longest receipt, in characters; what the column of hand-overs holds.
RECEIPT_MAX = 500


async def by_hub(request_id: str, receipt: str, at: datetime) -> HandOver | None:
    """Write that a request was taken on by nobody's word but the hub's; in a transaction.

    Returns what was handed over; None if nothing was, or somebody of the team was quicker.
    """
    must_be_in_transaction()
    handed = (await records.hand_overs_of([request_id])).get(request_id)
    if handed is None or not await records.acknowledge(request_id, None, receipt, at):
        return None
    state = PlacementState.TAKEN_ON
    await records.put(request_id, handed.receiver, request_id, state, at)
    return handed
