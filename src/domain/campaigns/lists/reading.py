"""What is told of a targeting's list: how many of it can be matched, and how it stands there."""

from dataclasses import dataclass

from domain.audience.hashed import agrees
from domain.audience.keys import records as keys
from domain.campaigns.lists import records
from domain.campaigns.lists.asking import brief_of
from domain.campaigns.lists.model import CustomerList
from domain.consents import records as ledgers
from domain.requests.model import Request


@dataclass(frozen=True, slots=True)
class Told:
    """A list: how many accounts are asked for, and how many agree now and have a matching key.

    `held` is how it stands at the publisher; None before it was handed over.
    """

    accounts: int
    matchable: int
    held: CustomerList | None


async def told(request: Request) -> Told | None:
    """Return what is told of the list of a targeting of ad sets; None of all others."""
    brief = brief_of(request)
    if brief is None:
        return None
    known = await keys.of_accounts(brief.account_ids)
    said = await ledgers.of_subjects(sorted(known))
    matchable = sum(agrees(entries) for entries in said.values())
    return Told(len(brief.account_ids), matchable, await records.get(request.id))
