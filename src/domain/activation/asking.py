"""Asking people to take an account off a list that they have, by a case."""

from domain.activation.model import Listed
from domain.actor import SCHEDULE
from domain.cases import open_case
from domain.cases.model import CaseKind, Given, Priority, Report, Severity, Source, Subject
from domain.cases.model import SubjectKind as About
from domain.cases.open_case import Place
from domain.catalog import site_records
from domain.hub import Hub
from domain.requests.model import Request

#: Whose queue it comes into, and how many minutes of business time there are to answer and to do.
QUEUE, MINUTES = "marketing", (120, 480)


async def people(hub: Hub, request: Request, one: Listed) -> None:
    """Open the case by which people take an account off a list, in the running transaction."""
    account = (await site_records.accounts_by_id([one.account_id])).get(one.account_id)
    name = account.pseudonym if account else one.account_id
    why = f"{name} agrees no more, or left the segment, and is on the list of #{request.number}."
    report = Report(
        kind=CaseKind.CONTENT_ISSUE,
        source=Source.WATCH,
        title=f"Take {name} off the list of #{request.number}",
        text=f"{why}\nTake the account off wherever the list went, say so with"
        " `confirmListRemoval`, and write here what was done.",
        given=Given(severity=Severity.HIGH),
        brand_id=request.brand_id,
        market=None,
        subjects=(Subject(About.REQUEST, request.id), Subject(About.ACCOUNT, one.account_id)),
    )
    await open_case.notice(hub, SCHEDULE, report, Place(Priority.P2, QUEUE, *MINUTES, (why,)))
