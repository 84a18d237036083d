"""Telling operations of a site: a case of theirs, so that it has an owner and clocks."""

from domain.actor import SCHEDULE
from domain.cases import open_case
from domain.cases.model import CaseKind, Given, Priority, Report, Severity, Source, Subject
from domain.cases.model import SubjectKind as About
from domain.cases.open_case import Place
from domain.catalog.eligible import Eligibility, Risk
from domain.catalog.premises import Site
from domain.hub import Hub

#: Whose queue it comes into.
OPERATIONS = "operations"

#: Minutes of business time until somebody answers, and until it is resolved, by priority.
MINUTES = {Priority.P2: (120, 960), Priority.P3: (480, 2_400)}


async def tell(hub: Hub, site: Site, found: Eligibility) -> None:
    """Open a case for operations about a site where no music may be played as it is."""
    priority = Priority.P3 if found.risk is Risk.LOW else Priority.P2
    said = " ".join(found.reasons)
    await _open(hub, site, f"No music at {site.name} as it is", said, priority, found.reasons)


async def tell_of_renewal(hub: Hub, site: Site, number: int, why: str) -> None:
    """Open a case for operations: a licence ends, and its renewal could not be opened."""
    said = f"The licence #{number} ends soon. Its renewal could not be opened: {why}"
    await _open(hub, site, f"Renew the music at {site.name}", said, Priority.P3, (said,))


async def _open(
    hub: Hub, site: Site, title: str, text: str, priority: Priority, reasons: tuple[str, ...]
) -> None:
    report = Report(
        kind=CaseKind.CONTENT_ISSUE,
        source=Source.WATCH,
        title=title,
        text=f"{text}\nLook at the site, do what is said, and write here what was done.",
        given=Given(severity=Severity.LOW if priority is Priority.P3 else Severity.HIGH),
        brand_id=site.brand_id,
        market=site.market,
        subjects=(Subject(About.SITE, site.id),),
    )
    place = Place(priority, OPERATIONS, *MINUTES[priority], reasons)
    await open_case.notice(hub, SCHEDULE, report, place)
