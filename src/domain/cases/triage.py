"""Asking the table which priority, queue and clocks a case gets."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.cases import rules
from domain.cases.model import CaseKind, Given, Subject, SubjectKind, Triaged
from domain.decisions import in_force
from domain.executors import service as executors
from domain.hub import Hub
from domain.requests import records as requests
from domain.requests.kinds.parts import Amount
from domain.requests.model import Request, RequestState

#: The table that triages.
TABLE = "case_triage"

#: From which budget on a campaign is large, and key to the organisation, in major units. Where the
#: currency has no limits here, it counts as key: unknown is strictest.
TIERS: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(("EUR", "USD", "GBP"), (10_000, 50_000)),
    "JPY": (1_500_000, 8_000_000),
}


async def triage(
    hub: Hub, kind: CaseKind, given: Given, market: str | None, subjects: Sequence[Subject]
) -> Triaged:
    """Return what today's rules say of a case, with the floors that hold under every table.

    A decision service may have to be asked, so this must not run in a transaction. Whatever comes,
    the case is triaged: where nobody can tell, people look.
    """
    now = hub.clock.now()
    table = (await in_force.tables([TABLE], now))[TABLE]
    about = await _requests(subjects)
    facts = facts_of(kind, _with_live(given, about), market, about)
    (judgement,) = await executors.judge_all(hub, [(table, facts)])
    return rules.triaged(judgement, kind, given.topic)


def facts_of(
    kind: CaseKind, given: Given, market: str | None, about: Sequence[Request]
) -> dict[str, Any]:
    """Return the facts that the table judges: plain values by name, None where nobody knows."""
    return {
        "kind": kind.value,
        "severity": given.severity.value if given.severity else None,
        "topic": given.topic.value if given.topic else None,
        "live": given.live,
        "campaign_tier": tier(about),
        "customer_value": given.customer_value.value if given.customer_value else None,
        "geography": market,
    }


def tier(about: Sequence[Request]) -> str:
    """Return how large the largest campaign or sponsorship is that a case is about."""
    found = [_tier(_budget(request)) for request in about]
    return max(found, key=("none", "standard", "large", "key").index, default="none")


def _tier(budget: Amount | None) -> str:
    if budget is None:
        return "none"
    large, key = TIERS.get(budget.currency, (0, 0))
    if budget.amount >= key:
        return "key"
    return "large" if budget.amount >= large else "standard"


def _budget(request: Request) -> Amount | None:
    """Return what a request is worth, where it is of a kind that says so."""
    held = request.payload.get("budget") or request.payload.get("price")
    return None if held is None else Amount.model_validate(held)


async def _requests(subjects: Sequence[Subject]) -> list[Request]:
    wanted = [one.ref for one in subjects if one.kind is SubjectKind.REQUEST]
    return list((await requests.get_many(wanted)).values())


def _with_live(given: Given, about: Sequence[Request]) -> Given:
    """Return what is known, with whether it is live as the hub knows it, where nobody said."""
    if given.live is not None or not about:
        return given
    return replace(given, live=any(request.state is RequestState.LIVE for request in about))


def known(before: Given, more: Given) -> Given:
    """Return what is known of a case once somebody said more; what they leave out stays."""
    return Given(
        severity=more.severity or before.severity,
        topic=more.topic or before.topic,
        customer_value=more.customer_value or before.customer_value,
        live=before.live if more.live is None else more.live,
    )
