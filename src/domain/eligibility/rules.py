"""What the table of sites judges, and what its answer means. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from domain.catalog.eligible import (
    Contract,
    Eligibility,
    Escalation,
    Lights,
    Programme,
    Risk,
    Verdict,
)
from domain.catalog.premises import COMMERCIAL, Provider, Site
from domain.decisions.model import Judgement, Outcome
from domain.decisions.rules import to_json
from domain.eligibility.model import Use
from domain.requests.kinds.music_licence import Right

_Word = TypeVar("_Word", Verdict, Escalation, Risk)

#: How many days before the notice deadline, and before the end, a renewal is opened.
LEAD_DAYS = 30

#: The words of the table for what may be heard; another word allows nothing.
PROGRAMMES: Mapping[str, tuple[Programme, ...]] = {
    "all": tuple(Programme),
    "background": (Programme.AMBIENT, Programme.STORY),
    "spoken": (Programme.STORY,),
}

#: How urgent a site is that the rules could not judge: unknown is strictest.
UNSURE_PRIORITY, PRIORITY_MAX = 1, 99


def facts(site: Site, uses: Sequence[Use], day: date) -> dict[str, Any]:
    """Return what the table judges of a site on `day`; `uses` are all that were ever approved.

    Only what was approved for the provider that plays there counts.
    """
    mine = [use for use in uses if use.brief.provider is site.provider]
    now = [use for use in mine if use.holds(day)]
    found = lights(site, now, day)
    licensed = max((use.weekly_hours for use in now), default=site.weekly_hours)
    known = bool(site.hours) and licensed > 0
    return {
        "site_kind": site.kind.value,
        "area_m2": site.area_m2,
        "capacity": site.capacity,
        "provider_commercial": found.provider,
        "composition_covered": found.composition,
        "recording_covered": found.recording,
        "contract": contract(mine, day).value,
        "hours_over": site.weekly_hours - licensed if known else None,
        "size_over": bool(now)
        and (
            site.area_m2 > max(use.area_m2 for use in now)
            or site.capacity > max(use.capacity for use in now)
        ),
    }


def lights(site: Site, now: Sequence[Use], day: date) -> Lights:
    """Return the three lights of a site on `day`, on which the uses `now` hold."""
    free = site.provider is Provider.ROYALTY_FREE  # Nobody collects for it.
    held = {
        right
        for use in now
        for licence in use.brief.licences
        if licence.starts_on <= day <= licence.ends_on
        for right in licence.covers
    }
    return Lights(
        provider=site.provider in COMMERCIAL,
        composition=free or Right.COMPOSITION in held,
        recording=free or Right.RECORDING in held,
    )


def contract(uses: Sequence[Use], day: date) -> Contract:
    """Return how the approved use stands on `day`."""
    last = ends_on(uses, day)
    if last is None:
        lapsed = any(use.brief.ends_on < day for use in uses)
        return Contract.LAPSED if lapsed else Contract.NONE
    current = next(use for use in uses if use.brief.ends_on == last)
    return Contract.ENDING if day >= renewal_days(current)[0] else Contract.ACTIVE


def ends_on(uses: Sequence[Use], day: date) -> date | None:
    """Return the last day of the use that holds on `day`, with what follows without a gap."""
    last = max((use.brief.ends_on for use in uses if use.holds(day)), default=None)
    for use in sorted(uses, key=lambda one: one.brief.starts_on):
        if last and use.brief.starts_on <= last + timedelta(days=1):
            last = max(last, use.brief.ends_on)
    return last


def renewal_days(use: Use) -> tuple[date, ...]:
    """Return the days on which a renewal opens: before notice is due, and before it ends."""
    lead = timedelta(days=LEAD_DAYS)
    before_end = use.brief.ends_on - lead
    if not use.brief.notice_days:
        return (before_end,)
    return (before_end - timedelta(days=use.brief.notice_days), before_end)


def eligibility(
    site: Site, uses: Sequence[Use], day: date, judgement: Judgement, now: datetime
) -> Eligibility:
    """Return what a judgement means; whatever cannot be acted upon is for people to look at."""
    mine = [use for use in uses if use.brief.provider is site.provider]
    row = judgement.rows[0] if judgement.outcome is Outcome.DECIDED and judgement.rows else {}
    verdict = _word(Verdict, row.get("outcome")) or Verdict.REVIEW
    reasons = judgement.reasons or ("The rules could not tell; people look.",)
    priority = row.get("priority")
    known = type(priority) is int and 1 <= priority <= PRIORITY_MAX
    return Eligibility(
        site_id=site.id,
        verdict=verdict,
        programmes=_programmes(verdict, row),
        escalation=_word(Escalation, row.get("escalation")) or Escalation.NONE,
        priority=int(row["priority"]) if known else UNSURE_PRIORITY,
        risk=_word(Risk, row.get("risk")),
        lights=lights(site, [use for use in mine if use.holds(day)], day),
        contract=contract(mine, day),
        ends_on=ends_on(mine, day),
        day=day,
        reasons=tuple(reasons),
        judged_at=now,
        judgement=to_json(judgement),
    )


def concern(found: Eligibility) -> str:
    """Return what operations have to hear of, empty where there is nothing.

    A site that never had music approved plays none; what ends soon opens its renewal by itself.
    """
    if found.verdict is Verdict.ELIGIBLE or found.contract is Contract.NONE:
        return ""
    matched = ",".join(found.judgement.get("matched", ())) or "review"
    hours = found.judgement.get("facts", {}).get("hours_over")
    return f"{matched}:{found.ends_on}:{hours}"[:160]


def _programmes(verdict: Verdict, row: Mapping[str, Any]) -> tuple[Programme, ...]:
    if verdict is Verdict.REVIEW:
        return ()
    return PROGRAMMES.get(str(row.get("programmes")), ())


def _word(kind: type[_Word], said: object) -> _Word | None:
    return next((one for one in kind if one.value == said), None)
