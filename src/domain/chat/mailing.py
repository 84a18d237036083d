"""Telling people by mail what chat could not tell them: once each, in plain words, with a link."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import structlog

from domain import ids
from domain.cases import records as cases
from domain.cases import rules as case_rules
from domain.cases.model import CaseState
from domain.chat import records
from domain.errors import Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job
from domain.people.service import get_user
from domain.requests import records as requests
from domain.tellings import service as tellings
from domain.tellings.model import Way, What

#: What sends a mail.
KIND = "mail.send"

#: The longest subject, in characters; what is longer ends with an ellipsis.
SUBJECT_MAX = 120

log = structlog.get_logger()


class Letter(StrEnum):
    """What a mail is about."""

    DECIDE = "decide"
    STANDS = "stands"
    PLACE = "place"
    LINK = "link"
    CASE_ASKED = "case_asked"
    CASE_STANDS = "case_stands"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it is sent: plain text. `key` tells it from others for ever."""

    key: str
    to: str
    subject: str
    text: str


class RefusedForGoodError(Exception):
    """The mail server will never take this mail; the text is what it said."""


class PostOffice(Protocol):
    """Something that sends mail."""

    async def send(self, mail: Mail) -> None:
        """Send a mail; `RefusedForGoodError` if that is no use, any other error may pass."""
        ...


@dataclass(frozen=True, slots=True)
class _About:
    """What a mail is about: how it is called and stands, the last word on it, where it is found."""

    name: str
    state: str
    note: str | None
    path: str


async def ask(
    hub: Hub, key: str, user_id: str, subject_id: str, letter: Letter, stage: str = ""
) -> None:
    """Have somebody told about a request or case by mail, in the running transaction.

    Once per `key`.
    """
    case = ids.kind_of(subject_id) is ids.Prefix.CASE
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=key,
        kind=KIND,
        lane=f"{KIND}:{user_id}",
        details={
            "user_id": user_id,
            "case_id" if case else "request_id": subject_id,
            "letter": letter,
            "stage": stage,
        },
    )


async def send(hub: Hub, office: PostOffice | None, public_url: str, job: Job) -> None:
    """Send a mail that was asked for, unless it was sent; the handler of `KIND`.

    What is being sent is written down before; a mail whose answer was lost is sent again under
    the same name, by which mail programs know that it is the same.
    """
    if office is None:
        log.warning("mail_not_set_up", key=job.key)
        return
    if await records.mail_is_sent(job.key):
        return
    try:
        user = await get_user(job.details["user_id"])
    except Missing:
        return
    about = await _about(job)
    if about is None or not user.active:
        return
    mail = _written(job, user.email, about, public_url)
    await records.try_mail(job.key, user.id, hub.clock.now())
    try:
        await office.send(mail)
    except RefusedForGoodError as refusal:
        await records.mail_went(job.key, None, str(refusal)[:200])
        await _logged(hub, job, "refused for good")
        raise GiveUp(f"the mail server refuses this mail: {str(refusal)[:200]}") from refusal
    await records.mail_went(job.key, hub.clock.now(), None)
    await _logged(hub, job)


async def _logged(hub: Hub, job: Job, reason: str | None = None) -> None:
    """Write down that somebody was told by mail, or why not; no address is in it."""
    await tellings.log(
        hub,
        key=job.key if reason is None else f"{job.key}:refused",
        what=What.CARD,
        way=Way.EMAIL,
        subject_id=_subject(job),
        stage_id=None,
        round_=0,
        user_id=job.details["user_id"],
        workspace_id="",
        place="",
        reason=reason,
    )


def _subject(job: Job) -> str:
    return str(job.details.get("case_id") or job.details["request_id"])


async def _about(job: Job) -> _About | None:
    """Return what a mail is about as it stands now; None if there is no such thing."""
    if "case_id" in job.details:
        case = await cases.get(job.details["case_id"])
        if case is None:
            return None
        asked = case.state is CaseState.WAITING
        state = "waiting for your answer" if asked else case_rules.said(case.state)
        return _About(_named(case.number, case.title), state, case.note, f"/cases/{case.number}")
    request = await requests.get(job.details["request_id"])
    if request is None:
        return None
    state, path = request.state.replace("_", " "), f"/requests/{request.number}"
    return _About(_named(request.number, request.title), state, request.note, path)


def _named(number: int, title: str) -> str:
    return f"#{number} {one_line(title)}"


def _written(job: Job, to: str, about: _About, public_url: str) -> Mail:
    letter, stage = Letter(job.details["letter"]), one_line(job.details["stage"])
    said = {
        Letter.DECIDE: f"{about.name} waits for your decision in the stage “{stage}”.",
        Letter.PLACE: f"{about.name} was handed to your show's team, or taken back from it.",
        Letter.STANDS: f"Your request {about.name} is now {about.state}.",
        Letter.CASE_ASKED: f"Case {about.name} waits for your team “{stage}”.",
        Letter.CASE_STANDS: f"Your case {about.name} is now {about.state}.",
    }[letter]
    note = f"\n\nThe last word on it was: {one_line(about.note)}" if about.note else ""
    text = (
        f"{said}{note}\n\nYou find it here: {public_url}{about.path}\n\n"
        "Greenlight writes to you because it could not tell you in chat. An administrator of"
        " Greenlight can mend that.\n"
    )
    return Mail(job.key, to, cut(f"Greenlight: {said}"), text)


def one_line(text: str) -> str:
    """Return somebody's words on one line, with nothing in them that is not seen."""
    return "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))


def cut(text: str) -> str:
    """Return a subject that is not too long."""
    return text if len(text) <= SUBJECT_MAX else text[: SUBJECT_MAX - 1] + "…"
