"""What the rights desk is told of a report, and where."""

from dataclasses import dataclass

from domain.distribution import records
from domain.distribution.model import Report
from domain.people import records as people
from domain.people.model import Team
from domain.requests import records as requests
from domain.rights.live import records as live
from domain.rights.subjects import placed
from domain.routes import service as routes
from domain.routes.model import Place


@dataclass(frozen=True, slots=True)
class Told:
    """A report with what it is about, and who reported and mended it, by their names.

    `number` is that of the request; names are empty where a connector did it.
    """

    report: Report
    about: str
    number: int | None
    reporter: str
    closer: str


async def to_tell(report_id: str) -> Told | None:
    """Return what is told of a report as it stands now; None if there is none."""
    report = await records.get(report_id)
    if report is None:
        return None
    request = await requests.get(report.request_id) if report.request_id else None
    exposure = await live.get(report.about_id)
    about = request.title if request else ""
    if request is None and exposure is not None:
        about = (await placed(exposure.shown.subject)).name
    who = [one for one in (report.reporter_id, report.closer_id) if one]
    names = await people.names(who)
    return Told(
        report,
        about,
        request.number if request else None,
        names.get(report.reporter_id or "", ""),
        names.get(report.closer_id or "", ""),
    )


async def place(told: Told, desk: Team) -> Place | None:
    """Return where the desk is told of it; None if it has no place for it."""
    report = told.report
    markets = tuple(sorted(report.said.territories))
    return await routes.where(desk, kind=None, brand_id=report.brand_id, markets=markets)
