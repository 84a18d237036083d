"""Bringing the launch of a work up to date with its titles, whenever one of them changed.

What the plan wrote follows the plan; what people edited, and what was asked for already, stays,
and the owner is told. The same titles twice change nothing the second time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain import ids
from domain.catalog import records as catalog
from domain.catalog.model import AssetKind, AssetState
from domain.catalog.works import credit_records
from domain.catalog.works import records as works
from domain.catalog.works.model import Title
from domain.database import transaction
from domain.decisions import in_force
from domain.decisions.model import Outcome
from domain.errors import Invalid
from domain.executors import service as executors
from domain.hub import Hub
from domain.jobs.model import Job
from domain.launches import cancelling, changes, drafting, records, rules
from domain.launches.drafting import Draft
from domain.launches.model import (
    Brief,
    BriefState,
    Material,
    Milestone,
    Note,
    Plan,
    Policy,
    What,
)

#: The table that says what a milestone asks for.
TABLE = "launch_planning"

#: The most contributors of one brief.
_PEOPLE_MAX = 10

#: The longest reason why nothing could be drafted, in characters.
_REASON_MAX = 200

#: Why a draft is given up where its title still comes.
NOT_WANTED = "the day is gone, or the rules ask for it no more"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a work: its leading title, its milestones, and a draft for each key.

    `undecided` are the milestones that the rules said nothing sure about, or nothing that a brief
    could hold, with the reason if there is one to say.
    """

    title: Title
    policy: Policy
    days: Mapping[Milestone, date]
    drafts: Mapping[str, Draft]
    undecided: Mapping[Milestone, str]


async def plan(hub: Hub, job: Job) -> None:
    """Bring the launches of works up to date, and have their owners told. For the job."""
    policies, looked_at, look = (
        await records.policies(),
        job.details["works"],
        ids.new(ids.Prefix.JOB),
    )
    if not policies:  # Nothing is planned, and what was planned may still be cancelled.
        looked_at = sorted(await records.plans_of_works(looked_at))
    for work_id in looked_at:
        await _plan_work(hub, policies, work_id, look)


async def _plan_work(hub: Hub, policies: Sequence[Policy], work_id: str, look: str) -> None:
    titles = (await works.titles_of([work_id]))[work_id]
    title = rules.lead(titles)
    if title is None:
        await cancelling.cancel(hub, work_id, look)
        return
    policy = rules.policy_for(policies, title)
    if policy is None:
        return
    wanted = await _wanted(hub, policy, title)
    async with transaction():
        before = await records.plan_of(work_id)
        today = hub.clock.now().date()
        ahead = any(draft.first > today for draft in wanted.drafts.values())
        if before is None and not ahead and not wanted.undecided:
            return  # All of it is over, as it is of most titles of a backlist.
        await _keep(hub, before, wanted, look)


async def _wanted(hub: Hub, policy: Policy, title: Title) -> Wanted:
    """Ask the rules what a title needs; not in a transaction."""
    days = rules.milestones(title.product, policy)
    table = (await in_force.tables([TABLE], hub.clock.now()))[TABLE]
    cases = [(table, rules.facts(title.product, one)) for one in days]
    judged = dict(zip(days, await executors.judge_all(hub, cases, patient=True), strict=True))
    rows = {
        one: judgement.rows
        for one, judgement in judged.items()
        if judgement.outcome is Outcome.DECIDED
    }
    material = await _material(title, policy.brand_id)
    drafts: dict[str, Draft] = {}
    undecided = dict.fromkeys(days.keys() - rows.keys(), "")
    for one, row in ((one, row) for one, told in rows.items() for row in told):
        try:
            made = drafting.drafts(title, policy, material, days, {one: [row]})
        except Invalid as wrong:  # One title that fits no brief keeps no other from its launch.
            undecided[one] = f"{'.'.join(wrong.path)}: {wrong.message}"[:_REASON_MAX]
        else:
            drafts |= {key: draft for key, draft in made.items() if key not in drafts}
    return Wanted(title, policy, days, drafts, undecided)


async def _material(title: Title, brand_id: str) -> Material:
    """Return what there is for the briefs of a title; of files only what leaves no choice."""
    found = await catalog.assets(await records.files_of(title.work_id))
    ready = [
        one
        for one in found.values()
        if one.state is AssetState.READY and one.brand_id == brand_id and one.agency_id is None
    ]

    def only(kind: AssetKind) -> str | None:
        fitting = [one.id for one in ready if one.kind is kind]
        return fitting[0] if len(fitting) == 1 else None

    credited = (await credit_records.credits_of([title.id]))[title.id]
    people = dict.fromkeys(one.contributor.id for one in credited)
    return Material(only(AssetKind.AUDIO), only(AssetKind.IMAGE), tuple(people)[:_PEOPLE_MAX])


async def _keep(hub: Hub, before: Plan | None, wanted: Wanted, look: str) -> None:
    now = hub.clock.now()
    after = Plan(
        id=before.id if before else ids.new(ids.Prefix.LAUNCH),
        work_id=wanted.title.work_id,
        title_id=wanted.title.id,
        brand_id=wanted.policy.brand_id,
        owner_id=wanted.policy.owner_id,
        milestones=wanted.days,
        updated_at=now,
    )
    if before is None or replace(before, updated_at=now) != after:
        await records.put_plan(after, new=before is None)
    there = {one.key: one for one in (await records.briefs_of([after.id]))[after.id]}
    notes: list[Note] = []
    for key, draft in wanted.drafts.items():
        notes += await _draft(after, there.get(key), draft, now.date())
    for key, brief in there.items():
        if key not in wanted.drafts and brief.milestone not in wanted.undecided:
            notes += await _unwanted(brief)
    if before is None or before.milestones != after.milestones:
        told = sorted(wanted.undecided.items())
        notes += [Note(What.UNDECIDED, milestone=one, said=why) for one, why in told]
    await changes.keep(hub, after, notes, look)


async def _draft(plan_: Plan, before: Brief | None, draft: Draft, today: date) -> list[Note]:
    """Bring one draft up to date; return what is to be said of it."""
    ahead = draft.first > today
    if before is None or before.state is BriefState.DROPPED:
        if not ahead:
            return []
        return [await _opened(plan_, before, draft)]
    merged = rules.merged(before.values, before.written, draft.values)
    if before.state is BriefState.SUBMITTED:
        await _write(replace(before, written=draft.values), before)
        every = {**merged.moved, **merged.left}
        return [_field(What.STANDS, before, name, pair) for name, pair in every.items()]
    await _write(replace(before, values=merged.values, written=draft.values), before)
    moved = [_field(What.MOVED, before, name, pair) for name, pair in merged.moved.items()]
    return moved + [_field(What.LEFT, before, name, pair) for name, pair in merged.left.items()]


async def _opened(plan_: Plan, before: Brief | None, draft: Draft) -> Note:
    """Open a draft; one that was given up keeps what people wrote into it."""
    values: Mapping[str, Any] = draft.values
    if before is not None:
        values = rules.merged(before.values, before.written, draft.values).values
    brief = Brief(
        id=before.id if before else ids.new(ids.Prefix.BRIEF),
        plan_id=plan_.id,
        milestone=draft.milestone,
        kind=draft.kind,
        state=BriefState.DRAFT,
        values=values,
        written=draft.values,
    )
    await records.put_brief(brief, new=before is None)
    return Note(What.OPENED, draft.milestone, draft.kind, after=draft.first.isoformat())


async def _unwanted(brief: Brief) -> list[Note]:
    """Give up a draft that nothing asks for any more; what was asked for is left to people."""
    if brief.state is BriefState.DRAFT:
        await records.put_brief(replace(brief, state=BriefState.DROPPED), new=False)
        return [Note(What.DROPPED, brief.milestone, brief.kind, said=NOT_WANTED)]
    if brief.state is BriefState.SUBMITTED and brief.written:
        await records.put_brief(replace(brief, written={}), new=False)
        return [Note(What.STANDS, brief.milestone, brief.kind, said=NOT_WANTED)]
    return []


async def _write(after: Brief, before: Brief) -> None:
    if after != before:
        await records.put_brief(after, new=False)


def _field(what: What, brief: Brief, name: str, pair: tuple[Any, Any]) -> Note:
    return Note(what, brief.milestone, brief.kind, name, *pair)
