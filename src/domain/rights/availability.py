"""When something may be used within a span of time, and why not in the rest of it. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.rights import reach
from domain.rights.clearance import clear
from domain.rights.fence import Fence
from domain.rights.model import Grant, Need
from domain.rights.verdicts import Finding, Question, Standing, Verdict


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time [`starts_at`, `ends_at`) through which nothing changes, and its reasons."""

    starts_at: datetime
    ends_at: datetime
    standing: Standing
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Availability:
    """How territories stand, one span after the other; all of them alike."""

    territories: frozenset[str]
    spans: tuple[Span, ...]

    @property
    def throughout(self) -> bool:
        """Whether they are cleared from beginning to end."""
        return all(span.standing is Standing.CLEARED for span in self.spans)

    @property
    def first_no(self) -> Span | None:
        """The first span in which they are not cleared, with the reasons; None if there is none."""
        return next((one for one in self.spans if one.standing is not Standing.CLEARED), None)


def search(
    needs: Collection[Need],
    grants: Sequence[Grant],
    question: Question,
    until: datetime,
    where: int = reach.ALL,
    fences: Sequence[Fence] = (),
) -> list[Availability]:
    """Return how every territory of `where` stands from the instant asked for until `until`.

    It is judged anew wherever a window opens or ends, for between two such instants nothing
    changes.
    """
    bounds = {one.window.starts_at for one in grants} | {one.window.until for one in grants}
    starts = [question.at, *sorted(at for at in bounds if question.at < at < until)]
    found: dict[str, list[Span]] = {}
    for start, end in zip(starts, [*starts[1:], until], strict=True):
        for verdict in clear(needs, grants, replace(question, at=start), where, fences):
            for code in verdict.territories:
                _add(found.setdefault(code, []), start, end, verdict)
    alike: dict[tuple[Span, ...], set[str]] = {}
    for code, spans in found.items():
        alike.setdefault(tuple(spans), set()).add(code)
    return [Availability(frozenset(codes), spans) for spans, codes in alike.items()]


def _add(spans: list[Span], start: datetime, end: datetime, verdict: Verdict) -> None:
    """Add a span, or lengthen the last one where nothing changed."""
    last = spans[-1] if spans else None
    if last and (last.standing, last.findings) == (verdict.standing, verdict.findings):
        spans[-1] = replace(last, ends_at=end)
    else:
        spans.append(Span(start, end, verdict.standing, verdict.findings))
