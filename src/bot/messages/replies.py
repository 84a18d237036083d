"""What a thread says under a card: who did what, when and why, one reply for each step."""

from collections.abc import Callable, Mapping, Sequence

from bot.messages.parts import (
    Block,
    Message,
    bullets,
    instant,
    message,
    ours,
    paragraph,
    quote,
    rich,
    said,
)
from bot.messages.words import inert
from domain.approvals.model import Choice
from domain.audit.model import Event
from domain.reminding.model import Why

#: How many characters of each text a reply shows.
ROOM = 1_000

#: How many names one sentence holds.
NAMES_MAX = 8

#: What says a sentence of an event, given who did it, the title of its stage, and all names.
Say = Callable[[Event, str, str, Mapping[str, str]], str]

_VOTED: Mapping[str, str] = {
    Choice.APPROVE: "{who} approved {stage}.",
    Choice.REJECT: "{who} rejected {stage}.",
    Choice.REQUEST_CHANGES: "{who} asked for changes in {stage}.",
}
_VOTED_FOR: Mapping[str, str] = {
    Choice.APPROVE: "{who} approved {stage} for {absent}.",
    Choice.REJECT: "{who} rejected {stage} for {absent}.",
    Choice.REQUEST_CHANGES: "{who} asked for changes in {stage} for {absent}.",
}


def reply(event: Event, stage: str, names: Mapping[str, str]) -> Message | None:
    """Return what is said of an event under a card; None where nothing is.

    `stage` is the title of the stage it is about, `names` are those of the people in it, by id.
    """
    say = _SAYS.get(event.act)
    if say is None:
        return None
    who = "Greenlight" if event.actor_id is None else names.get(event.actor_id, "somebody")
    sentence = say(event, who, stage, names)
    blocks: list[Block] = [
        paragraph(said(sentence, ROOM), ours(" "), instant(event.at)),
        *_why(event),
    ]
    return message(inert(sentence, ROOM), [rich(*blocks)])


def people_in(event: Event) -> set[str]:
    """Return the ids of the people that a reply about an event names."""
    found = {event.actor_id, event.details.get("instead_of"), *event.details.get("to", ())}
    return {str(one) for one in found if one}


def _why(event: Event) -> list[Block]:
    """Return the reason, the word, the conditions and the problems of an event."""
    details = event.details
    spoken = [
        str(details[name]) for name in ("reason", "word", "note", "trouble") if details.get(name)
    ]
    listed: Sequence[object] = [*details.get("conditions", ()), *details.get("problems", ())]
    if not listed and details.get("text"):
        listed = [details["text"]]
    rows = [[said(str(one), ROOM)] for one in listed]
    return [*([bullets(rows)] if rows else []), *(quote(text, ROOM) for text in spoken)]


def _voted(event: Event, who: str, stage: str, names: Mapping[str, str]) -> str:
    choice, absent = str(event.details.get("choice")), event.details.get("instead_of")
    if absent:
        return _VOTED_FOR.get(choice, "{who} voted on {stage} for {absent}.").format(
            who=who, stage=stage, absent=names.get(absent, "somebody")
        )
    return _VOTED.get(choice, "{who} voted on {stage}.").format(who=who, stage=stage)


def _closed(event: Event, _who: str, stage: str, _names: Mapping[str, str]) -> str:
    if event.details.get("problems"):
        return f"{stage} found what has to be mended."
    return f"{stage} is done."


def _reminded(event: Event, _who: str, stage: str, names: Mapping[str, str]) -> str:
    told = _listed(event, names)
    return f"{stage} still waits for {told}, who were reminded."


def _escalated(event: Event, _who: str, stage: str, names: Mapping[str, str]) -> str:
    told = _listed(event, names)
    short = event.details.get("why") == Why.SHORT_HANDED
    if not told and short:
        return f"Too few reviewers of {stage} are there, and nobody is above them."
    if not told:
        return f"{stage} is overdue, and nobody is above its reviewers."
    if short:
        return f"Too few reviewers of {stage} are there; {told} were told."
    return f"{stage} is overdue; {told} were told."


def _listed(event: Event, names: Mapping[str, str]) -> str:
    told = [names.get(one, "somebody") for one in event.details.get("to", ())]
    more = ["…"] if len(told) > NAMES_MAX else []
    return ", ".join([*told[:NAMES_MAX], *more])


def _plain(text: str) -> Say:
    def say(_event: Event, who: str, stage: str, _names: Mapping[str, str]) -> str:
        return text.format(who=who, stage=stage)

    return say


#: What is said of each act; of others nothing is.
_SAYS: Mapping[str, Say] = {
    "stage.voted": _voted,
    "stage.vote_taken_back": _plain("{who} took their vote on {stage} back."),
    "stage.closed": _closed,
    "stage.reminded": _reminded,
    "stage.escalated": _escalated,
    "condition.met": _plain("{who} says that a condition of {stage} is met."),
    "condition.confirmed": _plain("{who} confirmed that a condition of {stage} is met."),
    "condition.doubted": _plain("{who} says that a condition of {stage} is not met."),
    "request.revised": _plain("{who} revised this."),
    "request.withdrawn": _plain("{who} withdrew this."),
    "request.reopened": _plain("What was approved has changed, so its stages are open again."),
    "request.published": _plain("This was handed to the publisher."),
    "request.went_live": _plain("This is live."),
    "request.refused_by_publisher": _plain("The publisher refused this."),
    "request.handed_over": _plain("This was handed over to the show's team."),
    "placement.taken_on": _plain("{who} took this on."),
    "request.released": _plain("This version is released."),
    "request.took_effect": _plain("This version counts now."),
    "request.not_accepted": _plain("This was not accepted."),
    "request.not_handed_over": _plain("This was not handed over."),
    "request.not_released": _plain("This version was not released."),
    "request.stuck": _plain("This stopped, and somebody has to look."),
    "request.tried_again": _plain("This is tried again."),
}
