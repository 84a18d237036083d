"""What mails say: plain text, with one link, and at its end why it was written."""

from bot.gathered.dossier import Dossier
from bot.language import instant, last_word, later, say
from bot.messages import hooks
from bot.messages.case_words import state_within, title
from bot.messages.reminders import sentence_of
from bot.messages.terms import request_state
from domain.approvals.model import Stage
from domain.cases.model import Case, CaseState
from domain.chat.mailing import Letter, Words, one_line
from domain.requests.model import Request
from domain.tellings.model import Telling

_SENTENCES = {
    Letter.DECIDE: later("{name} waits for your decision in the stage “{stage}”."),
    Letter.PLACE: later("{name} was handed to your show's team, or taken back from it."),
    Letter.STANDS: later("Your request {name} is now {state}."),
}
_OF_CASES = {
    Letter.CASE_ASKED: later("{name} waits for your team: {team}."),
    Letter.CASE_STANDS: later("{name}, which you reported, is now {state}."),
}


def of_request(
    letter: Letter, request: Request, stage: str, public_url: str, *, paused: bool = False
) -> Words:
    """A letter about a request that waits, moved (or is `paused`), or was handed over."""
    said = say(
        _SENTENCES[letter],
        name=one_line(f"#{request.number} {request.title}"),
        stage=one_line(stage),
        state=request_state(request.state, paused=paused),
    )
    note = [_last_word(last_word(request.note))] if request.note else []
    return _letter(said, note, f"{public_url}/requests/{request.number}")


def of_case(letter: Letter, case: Case, team: str, public_url: str) -> Words:
    """A letter about a case: that it waits for a team, or how it stands for its reporter."""
    said = say(
        _OF_CASES[letter],
        name=one_line(title(case)),
        team=one_line(team),
        state=state_within(case),
    )
    note = [_last_word(case.note)] if case.note else []
    if letter is Letter.CASE_STANDS and case.state is CaseState.WAITING:
        note = [say("It waits for your answer.")]
    return _letter(said, note, f"{public_url}/cases/{case.number}")


def of_telling(dossier: Dossier, stage: Stage, told: Telling, public_url: str) -> Words:
    """A reminder, or that something was carried up."""
    said = one_line(sentence_of(dossier, stage, told))
    due = [say("Due: {at}", at=instant(stage.due_at))] if stage.due_at else []
    return _letter(said, due, f"{public_url}/requests/{dossier.request.number}")


def of_account(about: str, address: str) -> Words:
    """The question whether an account in chat is theirs; `address` is where they confirm it."""
    confirm = say("If it is yours, confirm it here within half an hour: {address}", address=address)
    not_asked = say("If you did not ask for this, do nothing: somebody else gave your address.")
    text = "\n\n".join([one_line(about), confirm, not_asked]) + "\n"
    return Words(say("Greenlight: is this account yours?"), text)


def _last_word(note: str) -> str:
    return say("The last word on it was: {note}", note=one_line(note))


def of_webhook(told: Telling) -> Words:
    """That a webhook of theirs was paused."""
    return _letter(one_line(hooks.sentence(told)), [hooks.remedy()], None)


def _letter(said: str, more: list[str], address: str | None) -> Words:
    where = [say("You find it here: {address}", address=address)] if address else []
    why = say(
        "Greenlight writes to you because it could not tell you in chat. An administrator of"
        " Greenlight can mend that."
    )
    text = "\n\n".join([said, *more, *where, why]) + "\n"
    return Words(say("Greenlight: {sentence}", sentence=said), text)
