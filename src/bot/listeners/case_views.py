"""Forms about cases that were submitted."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from bot.ids import CaseForm
from bot.language import say
from bot.listeners.given import numbered
from bot.messages.case_forms import origin_of
from domain.actor import Actor
from domain.cases import comment, handle, open_case
from domain.cases.model import (
    CaseKind,
    CommentKind,
    Given,
    Report,
    Severity,
    Subject,
    SubjectKind,
    Topic,
)
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.requests import reading as requests

Entered = Mapping[str, Any]
Act = Callable[[], Awaitable[object]]


async def prepared(hub: Hub, actor: Actor, form: str, metadata: str, entered: Entered) -> Act:
    """Return what a form asks for, which belongs into a transaction."""
    said = _text(entered.get("text"))
    if form == CaseForm.NEW:
        return await _new(hub, actor, metadata, entered)
    if form == CaseForm.COMMENT:
        kind = _listed(CommentKind, entered.get("kind")) or CommentKind.INTERNAL
        return partial(comment.comment, hub, actor, metadata, said, kind)
    act = handle.resolve if form == CaseForm.RESOLVE else handle.reopen
    return partial(act, hub, actor, metadata, said)


async def _new(hub: Hub, actor: Actor, metadata: str, entered: Entered) -> Act:
    source, link = origin_of(metadata)
    kind = _listed(CaseKind, entered.get("kind"))
    if kind is None:
        raise Invalid("not_listed", say("Say what it is."), ("kind",))
    market = _text(entered.get("market")).strip().upper()
    report = Report(
        kind=kind,
        source=source,
        title=_text(entered.get("title")),
        text=_text(entered.get("text")),
        given=Given(
            severity=_listed(Severity, entered.get("severity")),
            topic=_listed(Topic, entered.get("topic")),
        ),
        market=market or None,
        subjects=await _subjects(actor, _text(entered.get("request"))),
        link=link,
    )
    considered = await open_case.consider(hub, actor, report)
    return partial(open_case.keep, hub, actor, considered)


async def _subjects(actor: Actor, given: str) -> tuple[Subject, ...]:
    written = given.strip().removeprefix("#")
    if not written:
        return ()
    try:
        if (number := numbered(given)) is None:
            raise Missing("no_number", "no number")
        request = await requests.get_by_number(actor, number)
    except Missing:
        said = say(
            "There is no request `{number}` that you may see; leave it empty if in doubt.",
            number=written[:20],
        )
        raise Invalid("no_such_subject", said, ("request",)) from None
    return (Subject(SubjectKind.REQUEST, request.id),)


def _listed(kind: type[Any], given: object) -> Any:  # noqa: ANN401  A member of `kind`, or None.
    return kind(given) if given in {one.value for one in kind} else None


def _text(entered: object) -> str:
    return entered if isinstance(entered, str) else ""
