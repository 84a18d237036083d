"""What a thread says under a card: who did what, when and why, one reply for each step."""

from collections.abc import Callable, Mapping

from bot.ids import ActionId
from bot.language import TROUBLE, later, retold, say
from bot.messages.parts import (
    Block,
    Message,
    actions,
    bullets,
    button,
    instant,
    message,
    paragraph,
    quote,
    rich,
    said,
    woven,
)
from bot.messages.reply_sentences import CAME_TRUE, SENTENCES
from bot.messages.reviews import review
from bot.messages.words import inert
from domain.approvals.model import Choice
from domain.audit.model import Event
from domain.campaigns.edits.noticing import EDITED
from domain.campaigns.reviews.following import FOLLOWED
from domain.campaigns.reviews.reviewing import REVIEWED
from domain.orchestration.model import Outcome
from domain.productions.naming import CAME_OUT
from domain.reminding.model import Why

#: How many characters of each text a reply shows.
ROOM = 1_000

#: How many names one sentence holds.
NAMES_MAX = 8

#: Makes the sentence of an event, given who did it, the title of its stage, and all names.
Tell = Callable[[Event, str, str, Mapping[str, str]], str]

_VOTED: Mapping[str, str] = {
    Choice.APPROVE: later("{who} approved {stage}."),
    Choice.REJECT: later("{who} rejected {stage}."),
    Choice.REQUEST_CHANGES: later("{who} asked for changes in {stage}."),
}
_VOTED_FOR: Mapping[str, str] = {
    Choice.APPROVE: later("{who} approved {stage} for {absent}."),
    Choice.REJECT: later("{who} rejected {stage} for {absent}."),
    Choice.REQUEST_CHANGES: later("{who} asked for changes in {stage} for {absent}."),
}


def reply(event: Event, stage: str, names: Mapping[str, str]) -> Message | None:
    """Return what is said of an event under a card; None where nothing is.

    `stage` is the title of the stage it is about, `names` are those of the people in it, by id.
    """
    if event.act == REVIEWED:
        return review(event.details)
    tell = SAYS.get(event.act)
    if tell is None:
        return None
    who = "Greenlight" if event.actor_id is None else _name(event.actor_id, names)
    sentence = tell(event, who, stage, names)
    blocks: list[Block] = [
        paragraph(*woven("{sentence} {at}", sentence=said(sentence, ROOM), at=instant(event.at))),
        *_why(event),
    ]
    return message(inert(sentence, ROOM), [rich(*blocks), *_choice(event)])


def _choice(event: Event) -> list[Block]:
    """Return the button that has a campaign paused, where its money or people were edited."""
    request_id = event.details.get("asks")
    if event.act != EDITED or not request_id:
        return []
    text, value = say("Pause"), str(request_id)
    return [actions(f"edited:{value}", [button(text, ActionId.ASK_PAUSE, value, label=text)])]


def people_in(event: Event) -> set[str]:
    """Return the ids of the people that a reply about an event names."""
    found = {event.actor_id, event.details.get("instead_of"), *event.details.get("to", ())}
    return {str(one) for one in found if one}


def _why(event: Event) -> list[Block]:
    """Return the reason, the word, the conditions and the problems of an event."""
    details = event.details
    if event.act in CAME_TRUE:
        return []
    spoken = [str(details[name]) for name in ("reason", "word", "note") if details.get(name)]
    if trouble := details.get("trouble"):
        spoken.append(retold(TROUBLE, str(trouble)))
    listed = [*details.get("conditions", ())]
    listed += [_problem(str(one)) for one in details.get("problems", ())]
    if not listed and details.get("text"):
        listed = [details["text"]]
    rows = [[said(str(one), ROOM)] for one in listed]
    return [*([bullets(rows)] if rows else []), *(quote(text, ROOM) for text in spoken)]


def _problem(text: str) -> str:
    """Return what a check found, after its name, or what else was found wrong."""
    name, _, found = text.removesuffix(".").partition(": ")
    if not found:
        return retold("check", text)
    end = "." if text.endswith(".") else ""
    return say("{name}: {found}", name=retold("check", name), found=retold("check", found)) + end


def _voted(event: Event, who: str, stage: str, names: Mapping[str, str]) -> str:
    choice, absent = str(event.details.get("choice")), event.details.get("instead_of")
    if absent:
        sentence = _VOTED_FOR.get(choice, later("{who} voted on {stage} for {absent}."))
        return say(sentence, who=who, stage=stage, absent=_name(absent, names))
    return say(_VOTED.get(choice, later("{who} voted on {stage}.")), who=who, stage=stage)


def _closed(event: Event, _who: str, stage: str, _names: Mapping[str, str]) -> str:
    if event.details.get("problems"):
        return say("{stage} found what has to be mended.", stage=stage)
    return say("{stage} is done.", stage=stage)


def _reminded(event: Event, _who: str, stage: str, names: Mapping[str, str]) -> str:
    told = _listed(event, names)
    return say("{stage} still waits for {names}, who were reminded.", stage=stage, names=told)


def _escalated(event: Event, _who: str, stage: str, names: Mapping[str, str]) -> str:
    told = _listed(event, names)
    short = event.details.get("why") == Why.SHORT_HANDED
    if not told and short:
        return say("Too few reviewers of {stage} are there, and nobody is above them.", stage=stage)
    if not told:
        return say("{stage} is overdue, and nobody is above its reviewers.", stage=stage)
    if short:
        return say(
            "Too few reviewers of {stage} are there; {names} were told.", stage=stage, names=told
        )
    return say("{stage} is overdue; {names} were told.", stage=stage, names=told)


def _commented(event: Event, who: str, stage: str, _names: Mapping[str, str]) -> str:
    if event.actor_id is None:
        return say("Somebody commented on {stage} in OpenText.", stage=stage)
    return say("{who} commented on {stage} in OpenText.", who=who, stage=stage)


def _handed(event: Event, who: str, stage: str, names: Mapping[str, str]) -> str:
    absent = _name(str(event.details.get("instead_of")), names)
    if [event.actor_id] == [*event.details.get("to", ())]:
        return say(
            "{who} took over the seat of {absent} in {stage}.", who=who, absent=absent, stage=stage
        )
    told = _listed(event, names)
    return say(
        "{who} had {names} asked in {stage}, in the place of {absent}.",
        who=who,
        names=told,
        absent=absent,
        stage=stage,
    )


def _followed(event: Event, who: str, _stage: str, _names: Mapping[str, str]) -> str:
    number = event.details.get("number")
    return say("{who} asked for what the review suggests, as #{number}.", who=who, number=number)


def _waited_for(event: Event, _who: str, _stage: str, _names: Mapping[str, str]) -> str:
    number = event.details.get("number")
    return say("#{number} brings the same, and waits: this was begun later.", number=number)


def _edited(event: Event, _who: str, _stage: str, _names: Mapping[str, str]) -> str:
    if event.details.get("asks"):
        return say(
            "Others edited the money or the people of this at Spotify. Nobody here approved that,"
            " and it runs on unless it is paused."
        )
    return say("Others edited this at Spotify.")


def _listed(event: Event, names: Mapping[str, str]) -> str:
    told = [_name(one, names) for one in event.details.get("to", ())]
    more = ["…"] if len(told) > NAMES_MAX else []
    return ", ".join([*told[:NAMES_MAX], *more])


def _name(user_id: str, names: Mapping[str, str]) -> str:
    return names.get(user_id) or say("somebody")


def _plain(text: str) -> Tell:
    def tell(_event: Event, who: str, stage: str, _names: Mapping[str, str]) -> str:
        return say(text, who=who, stage=stage)

    return tell


_DECIDED_ELSEWHERE: Mapping[str, str] = {
    Outcome.APPROVED: later("{stage} was approved in OpenText."),
    Outcome.REJECTED: later("{stage} was rejected in OpenText."),
    Outcome.CHANGES_REQUESTED: later("Changes of {stage} were asked for in OpenText."),
}


def _decided_elsewhere(event: Event, _who: str, stage: str, _names: Mapping[str, str]) -> str:
    return say(_DECIDED_ELSEWHERE[str(event.details["choice"])], stage=stage)


#: What is said of each act; of others nothing is.
SAYS: Mapping[str, Tell] = {
    **{act: _plain(sentence) for act, sentence in SENTENCES.items()},
    "stage.voted": _voted,
    "stage.closed": _closed,
    "stage.reminded": _reminded,
    "stage.escalated": _escalated,
    "stage.seat_handed": _handed,
    "stage.commented_elsewhere": _commented,
    "stage.decided_elsewhere": _decided_elsewhere,
    FOLLOWED: _followed,
    "request.waited_for": _waited_for,
    EDITED: _edited,
    CAME_OUT: _plain(later("{who} said as which episode this came out.")),
}
