"""When something may be used within a span of time, and why not in the rest of it. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.errors import Invalid
from domain.rights import reach
from domain.rights.clearance import clear
from domain.rights.fence import Fence
from domain.rights.model import Grant, Need
from domain.rights.verdicts import Finding, Question, Standing


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
    most: int | None = None,
) -> list[Availability]:
    """Return how every territory of `where` stands from the instant asked for until `until`.

    It is judged anew wherever a window opens or ends, for between two such instants nothing
    changes. Territories that stand alike come in the order of the first code of each. `Invalid` as
    soon as there are more than `most` reasons.
    """
    bounds = {one.window.starts_at for one in grants} | {one.window.until for one in grants}
    starts = [question.at, *sorted(at for at in bounds if question.at < at < until)]
    alike: list[tuple[int, list[Span]]] = [(where, [])]
    for start, end in zip(starts, [*starts[1:], until], strict=True):
        asked = replace(question, at=start)
        now = [
            (reach.bits(one.territories), Span(start, end, one.standing, one.findings))
            for one in clear(needs, grants, asked, where, fences, ends=False)
        ]
        alike = [
            (both, _with(spans, span))
            for mask, spans in alike
            for here, span in now
            if (both := mask & here)
        ]
        if most is not None:
            require_few(sum(len(span.findings) for _, spans in alike for span in spans), most)
    together: dict[tuple[Span, ...], int] = {}
    for mask, spans in alike:
        key = tuple(spans)
        together[key] = together.get(key, 0) | mask
    ordered = sorted(together.items(), key=lambda one: one[1] & -one[1])
    return [Availability(reach.codes(mask), spans) for spans, mask in ordered]


def require_few(findings: int, most: int) -> None:
    """Raise `Invalid` for an answer of more than `most` reasons."""
    if findings > most:
        said = f"That would be more than {most:,} reasons; ask for fewer territories at once."
        raise Invalid("too_many_answers", said, ("territories",))


def _with(spans: Sequence[Span], new: Span) -> list[Span]:
    """Return spans with one more, or the last one lengthened where nothing changed."""
    last = spans[-1] if spans else None
    if last and (last.standing, last.findings) == (new.standing, new.findings):
        return [*spans[:-1], replace(last, ends_at=new.ends_at)]
    return [*spans, new]
