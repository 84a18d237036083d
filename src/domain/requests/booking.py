"""Booking the place a request asks for, in the transaction of its last yes.

Two requests for neighbouring places may be approved at the same instant. So the show's turn is
taken first, and the rules are asked again with everything that is booked by then: whoever is
later meets what the earlier one booked. They are asked in here: nobody outside can be waited for
while a transaction holds the show's turn, whoever judges by the table otherwise.
"""

from datetime import datetime

from domain.decisions import records as decisions
from domain.placements import records as placements
from domain.requests.kinds import kind_named
from domain.requests.model import Request
from domain.requests.rulings import tables_of, weigh


async def book(now: datetime, request: Request) -> tuple[str, ...]:
    """Book the place of a request that everybody approved; return why not if the rules refuse.

    What the rules said is kept either way.
    """
    kind = kind_named(request.kind)
    if kind.books is None:
        return ()
    payload = kind.payload.model_validate(request.payload)
    await placements.take_turn(kind.books.show(payload))
    seen = await kind.look(payload, request.id, now)
    ruling = weigh(kind, await tables_of(kind, request, now), payload, now, seen)
    await decisions.add(request.id, request.revision, ruling.admissions, now)
    if not ruling.refusals:
        await placements.book(request.id, kind.books.place(payload, seen), now)
    return ruling.refusals
