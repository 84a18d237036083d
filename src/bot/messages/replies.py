"""What a thread says under a card: who did what, when and why, one reply for each step."""

from collections.abc import Callable, Mapping, Sequence

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
from bot.messages.reviews import review
from bot.messages.words import inert
from domain.approvals.model import Choice
from domain.audit.model import Event
from domain.campaigns.edits.noticing import EDITED
from domain.campaigns.reviews.following import FOLLOWED
from domain.campaigns.reviews.reviewing import REVIEWED
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
    tell = _SAYS.get(event.act)
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
    spoken = [str(details[name]) for name in ("reason", "word", "note") if details.get(name)]
    if trouble := details.get("trouble"):
        spoken.append(retold(TROUBLE, str(trouble)))
    listed: Sequence[object] = [*details.get("conditions", ()), *details.get("problems", ())]
    if not listed and details.get("text"):
        listed = [details["text"]]
    rows = [[said(str(one), ROOM)] for one in listed]
    return [*([bullets(rows)] if rows else []), *(quote(text, ROOM) for text in spoken)]


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


#: What is said of each act; of others nothing is.
_SAYS: Mapping[str, Tell] = {
    "stage.voted": _voted,
    "stage.vote_taken_back": _plain(later("{who} took their vote on {stage} back.")),
    "stage.closed": _closed,
    "stage.reminded": _reminded,
    "stage.escalated": _escalated,
    "stage.seat_handed": _handed,
    "stage.commented_elsewhere": _commented,
    "condition.met": _plain(later("{who} says that a condition of {stage} is met.")),
    "condition.confirmed": _plain(later("{who} confirmed that a condition of {stage} is met.")),
    "condition.doubted": _plain(later("{who} says that a condition of {stage} is not met.")),
    "request.revised": _plain(later("{who} revised this.")),
    "request.withdrawn": _plain(later("{who} withdrew this.")),
    "request.reopened": _plain(
        later("What was approved has changed, so its stages are open again.")
    ),
    "request.record_changed": _plain(
        later("The title's record changed after the yes, so the stages it touches are open again.")
    ),
    "request.waits_in_line": _plain(later("This waits for the number before it in its series.")),
    "request.sequence_overridden": _plain(later("{who} lets this go out of its series' order.")),
    "request.held_by_record": _plain(later("This is held until the days of its title's record.")),
    "request.embargo_waived": _plain(later("{who} lets this out before its title's days.")),
    "request.published": _plain(later("This was handed to the publisher.")),
    "request.went_live": _plain(later("This is live.")),
    "request.undecided": _plain(
        later("Nobody can tell whether this was published; somebody has to look there.")
    ),
    "request.not_gone": _plain(
        later("This is not seen to be gone where it was published; somebody has to look there.")
    ),
    "request.not_let_in": _plain(
        later("The hub is not let in where this is published; it is tried again.")
    ),
    "request.let_in_again": _plain(later("The hub is let in again where this is published.")),
    "request.not_published_again": _plain(
        later("This was not published again; it stands as it did.")
    ),
    "request.drifted": _plain(later("Somebody changed this where it is published.")),
    "request.as_approved_again": _plain(
        later("This stands where it is published as it was approved again.")
    ),
    "request.shown_otherwise": _plain(
        later("Spotify shows this otherwise than it was approved; the card says how.")
    ),
    "request.shown_as_approved": _plain(later("Spotify shows this as it was approved again.")),
    "request.live_again": _plain(later("This is live again.")),
    "request.removed_by_publisher": _plain(later("This was taken down where it was published.")),
    "publication.asked_again": _plain(later("{who} has this published again.")),
    "publication.taken_over": _plain(
        later("Another request brought the same, and stands in the place of this.")
    ),
    "publication.removed": _plain(later("This is seen to be gone where it was published.")),
    "remedy.ticked": _plain(later("{who} did what Spotify asked for after its rejection.")),
    "takedown.carried_out": _plain(later("The hub takes this down itself where it published it.")),
    "takedown.seen_gone": _plain(later("What the hub took down is seen to be gone.")),
    "takedown.rest_for_team": _plain(
        later("What the hub published is gone; the rest is for the team.")
    ),
    "takedown.proved": _plain(later("All that this names is gone; the proof is kept.")),
    "request.refused_by_publisher": _plain(later("The publisher refused this.")),
    "request.not_for_sale": _plain(
        later("What this buys at Spotify cannot be bought now; the card says what to do.")
    ),
    "request.for_sale_again": _plain(later("What this buys at Spotify can be bought again.")),
    "request.asked_as_campaign": _plain(
        later("This became a campaign of its own, which goes out once that is approved.")
    ),
    "request.handed_over": _plain(later("This was handed over to the show's team.")),
    "placement.taken_on": _plain(later("{who} took this on.")),
    FOLLOWED: _followed,
    "request.waited_for": _waited_for,
    "request.waits_for_later": _plain(
        later("This waits for another request, which brings the same and was begun later.")
    ),
    "request.unheard_of": _plain(
        later("Where this was sent, nobody says what became of it; somebody has to look there.")
    ),
    "publication.said_gone": _plain(later("{who} says that this is gone where it was published.")),
    "takedown.said_gone": _plain(later("Somebody of the team says that this is gone.")),
    EDITED: _edited,
    CAME_OUT: _plain(later("{who} said as which episode this came out.")),
    "request.released": _plain(later("This version is released.")),
    "request.took_effect": _plain(later("This version counts now.")),
    "request.not_accepted": _plain(later("This was not accepted.")),
    "request.held": _plain(later("This is held by the publishing rules.")),
    "request.not_handed_over": _plain(later("This was not handed over.")),
    "request.not_released": _plain(later("This version was not released.")),
    "request.figures_again": _plain(later("Another alert asks for this as well.")),
    "request.figures_corrected": _plain(
        later("The figures that opened this were corrected; withdraw it unless it is wanted still.")
    ),
    "request.figures_ended": _plain(later("The alert that opened this has ended; this stays.")),
    "request.subject_ended": _plain(later("What this retires was ended.")),
    "request.draft_opened": _plain(
        later("A change of this was approved: a draft of it waits for its owner.")
    ),
    "request.asked_anew": _plain(later("{who} asked for this anew, with the change.")),
    "campaign.halted": _plain(later("The ad account keeps this from running, or out of sight.")),
    "campaign.runs_again": _plain(later("The ad account lets this run again.")),
    "campaign.barred": _plain(later("This waits for the ad account at Spotify.")),
    "campaign.let_in_again": _plain(later("This waits for the ad account no more.")),
    "request.stuck": _plain(later("This stopped, and somebody has to look.")),
    "campaign.spend_set_aside": _plain(
        later("Whether Spotify's spend can be right was looked at.")
    ),
    "request.tried_again": _plain(later("This is tried again.")),
}
