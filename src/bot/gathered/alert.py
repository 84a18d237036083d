"""Everything that cards say of an alert, or of those that opened together, gathered at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.language import say
from domain.audit import service as audit
from domain.audit.model import Event
from domain.catalog import records as catalog
from domain.catalog.works import records as works
from domain.catalog.works.rules import name_of
from domain.followups.ending import WITHDREW
from domain.followups.opening import JOINED, REFUSED, STARTED
from domain.metrics import catalogue
from domain.metrics.model import Metric, SubjectKind
from domain.metrics.rules import day_of
from domain.people import records as people
from domain.people.model import Team
from domain.requests import records as requests
from domain.thresholds import desk, lifecycle, records, series_records, team_silences
from domain.thresholds.model import Alert, AlertMove, Handling, TeamSilence, Terms

#: Acts of the record that are of what figures started, of which a card itself says nothing.
OF_WORK = frozenset({STARTED, JOINED, REFUSED, WITHDREW})

#: Acts of the record that are of figures and what they started, and not of people.
OF_FIGURES = OF_WORK | frozenset(
    f"alert.{move}"
    for move in (
        AlertMove.OPENED,
        AlertMove.WORSENED,
        AlertMove.EASED,
        AlertMove.RECOVERING,
        AlertMove.FIRING,
        AlertMove.UNKNOWN,
        AlertMove.WOKEN,
        AlertMove.RESOLVED,
    )
)


@dataclass(frozen=True, slots=True)
class AlertFile:
    """An alert with what its threshold says, what it is about, and the names in it.

    `terms` are None for a source that is late, which is about no `thing` either. `currency` is
    that of its figures, empty where they are no money.
    """

    alert: Alert
    terms: Terms | None = None
    thing: str = ""
    brand: str = ""
    currency: str = ""
    events: Sequence[Event] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def metric(self) -> Metric | None:
        """What is measured; None for a source that is late."""
        return catalogue.METRICS.get(self.terms.metric) if self.terms else None

    @property
    def source(self) -> str:
        """What the source is called."""
        return catalogue.source(self.alert.source).said

    @property
    def since(self) -> date:
        """The settled day by which it opened."""
        return day_of(self.alert.opened_day)

    @property
    def complete_to(self) -> date:
        """The settled day as of which it was judged last."""
        return date.fromisoformat(str(self.alert.evidence["day"]))

    @property
    def judged_at(self) -> datetime:
        """When what is known of it was found."""
        found = self.alert.evidence.get("at")
        return datetime.fromisoformat(str(found)) if found else self.alert.opened_at

    def handling(self, now: datetime) -> Handling:
        """What people do about it."""
        return lifecycle.handling_of(self.alert, now)

    def name(self, user_id: str | None) -> str:
        """Return somebody's name."""
        return self.names.get(user_id or "") or say("somebody")


@dataclass(frozen=True, slots=True)
class Board:
    """What one message shows: an alert, or those that opened together; never nothing.

    `team` is who is told, None where there is none; `silence` until when it wants to hear of
    nothing, as far as that lasts, and `silenced_by` is the name of who said so.
    """

    subject_id: str
    files: tuple[AlertFile, ...]
    team: Team | None
    silence: TeamSilence | None = None
    silenced_by: str = ""

    @property
    def grouped(self) -> bool:
        """Whether it is of several that opened together."""
        return self.files[0].alert.id != self.subject_id


async def load(subject_id: str, now: datetime) -> Board | None:
    """Gather what a message shows as of `now`; None if there is no such alert or group."""
    alerts = await records.shown_as(subject_id)
    if not alerts:
        return None
    team = (await desk.told(alerts[:1]))[alerts[0].id][0]
    silence = await team_silences.of_team(team.id, now) if team else None
    by = (await people.names([silence.user_id])) if silence and silence.user_id else {}
    return Board(subject_id, await files(alerts), team, silence, next(iter(by.values()), ""))


async def files(alerts: Sequence[Alert]) -> tuple[AlertFile, ...]:
    """Gather the files of alerts."""
    thresholds = await desk.thresholds_of(alerts)
    trails = await audit.trails([one.id for one in alerts])
    things = await _things(alerts)
    brands = await catalog.brand_names(sorted({one.brand_id for one in alerts if one.brand_id}))
    names = await people.names(sorted(_people(alerts, trails)))
    moneys = await series_records.currencies({one.subject_id for one in alerts if one.subject_id})
    return tuple(
        AlertFile(
            one,
            thresholds[one.threshold_id].terms if one.threshold_id in thresholds else None,
            things.get(one.subject_id or "", ""),
            brands.get(one.brand_id or "", ""),
            moneys.get((one.subject_id or "", one.source), ""),
            trails.get(one.id, ()),
            names,
        )
        for one in alerts
    )


def _people(alerts: Iterable[Alert], trails: Mapping[str, Sequence[Event]]) -> set[str]:
    found = {who for one in alerts for who in (one.acked_by, one.assignee_id)}
    for event in (event for trail in trails.values() for event in trail):
        found |= {event.actor_id, event.details.get("user_id")}
    return {one for one in found if isinstance(one, str)}


async def _things(alerts: Sequence[Alert]) -> dict[str, str]:
    """Return what alerts are about by its id, as people call it."""

    def of(kind: SubjectKind) -> list[str]:
        return sorted({a.subject_id for a in alerts if a.subject_kind is kind and a.subject_id})

    asked = await requests.get_many(of(SubjectKind.CAMPAIGN))
    episodes = await catalog.episodes_by_id(of(SubjectKind.EPISODE))
    titles = await works.titles_by_id(of(SubjectKind.TITLE))
    kept = await catalog.assets(of(SubjectKind.ASSET))
    return {
        **await catalog.show_titles(of(SubjectKind.SHOW)),
        **{one.id: f"#{one.number} {one.title}" for one in asked.values()},
        **{one.id: one.title for one in episodes.values()},
        **{key: name_of(one.product)[0] for key, one in titles.items()},
        **{one.id: one.name for one in kept.values()},
    }
