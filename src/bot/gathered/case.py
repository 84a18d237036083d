"""Everything that cards and lists say of a case, gathered at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.language import say
from domain.audit import service as audit
from domain.audit.model import Event
from domain.cases import comment_records, escalation_records, records
from domain.cases.model import Case, Comment, Escalation, Subject, SubjectKind
from domain.cases.rules import LEVELS, level_teams
from domain.catalog import records as catalog
from domain.catalog import site_records as premises
from domain.compensations import records as compensations
from domain.compensations.model import Compensation
from domain.people import records as people
from domain.people.model import Team
from domain.requests import records as requests


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with what it is about, what was said and done, and the names in it.

    `things` are the names of what it is about, by reference; `teams` those of the house, by id.
    """

    case: Case
    subjects: tuple[Subject, ...]
    comments: tuple[Comment, ...]
    escalations: tuple[Escalation, ...]
    compensations: tuple[Compensation, ...]
    events: tuple[Event, ...]
    names: Mapping[str, str]
    things: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    main: Case | None = None

    @property
    def team_ids(self) -> frozenset[str]:
        """The teams that were asked: the queue's, those it was escalated to, and second eyes."""
        asked = {self.case.team_id, *(one.team_id for one in self.escalations)}
        return frozenset(one for one in asked if one) | self.second_eyes

    @property
    def second_eyes(self) -> frozenset[str]:
        """The teams that are the second pair of eyes for what was not given at once."""
        if all(one.at_once for one in self.compensations):
            return frozenset()
        keys = {level_teams(self.case.queue, level) for level in range(1, LEVELS + 1)}
        return frozenset(team.id for team in self.teams.values() if team.key in keys)

    def name(self, user_id: str | None) -> str:
        """Return somebody's name."""
        return self.names.get(user_id or "") or say("somebody")

    def team(self, key: str) -> str:
        """Return what the team with a key is called; its key while nobody has set it up."""
        return next((one.name for one in self.teams.values() if one.key == key), key)

    def comment(self, comment_id: str) -> Comment | None:
        """Return what somebody said, by id."""
        return next((one for one in self.comments if one.id == comment_id), None)


async def load(case_id: str) -> CaseFile | None:
    """Gather the file of a case; None if there is no such case."""
    case = await records.get(case_id)
    if case is None:
        return None
    subjects = (await records.subjects_of([case_id]))[case_id]
    # What was said in a duplicate was moved to its main case.
    comments = (await comment_records.of_cases([case_id]))[case_id]
    given = (await compensations.of_cases([case_id]))[case_id]
    events = await audit.trail(case_id)
    ids = {case.reporter_id, case.assignee_id, *(one.author_id for one in comments)}
    ids |= {event.actor_id for event in events} | {one.decider_id for one in given}
    ids |= {one.proposer_id for one in given}
    ids |= {str(event.details["assignee"]) for event in events if "assignee" in event.details}
    return CaseFile(
        case=case,
        subjects=tuple(subjects),
        comments=tuple(comments),
        escalations=tuple((await escalation_records.of_cases([case_id]))[case_id]),
        compensations=tuple(given),
        events=tuple(events),
        names=await people.names(sorted(one for one in ids if one)),
        things=await _things(subjects, given),
        teams={team.id: team for team in await people.teams()},
        main=await records.get(case.merged_into_id) if case.merged_into_id else None,
    )


async def _things(subjects: list[Subject], given: list[Compensation]) -> dict[str, str]:
    """Return how what a case is about, or what decides on it, is called where it has a name."""

    def of(kind: SubjectKind) -> list[str]:
        return [one.ref for one in subjects if one.kind is kind]

    episodes = await catalog.episodes_by_id(of(SubjectKind.EPISODE))
    sites = await premises.sites_by_id(of(SubjectKind.SITE))
    accounts = await premises.accounts_by_id(of(SubjectKind.ACCOUNT))
    deciding = [one.request_id for one in given if one.request_id]
    asked = await requests.get_many([*of(SubjectKind.REQUEST), *deciding])
    return {
        **await catalog.brand_names(of(SubjectKind.BRAND)),
        **await catalog.show_titles(of(SubjectKind.SHOW)),
        **{one.id: one.title for one in episodes.values()},
        **{one.id: one.name for one in sites.values()},
        **{one.id: one.pseudonym for one in accounts.values()},
        **{one.id: f"#{one.number} {one.title}" for one in asked.values()},
    }
