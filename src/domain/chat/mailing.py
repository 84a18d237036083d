"""Telling people by mail what chat could not tell them: once each, in plain words, with a link."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import structlog

from domain.chat import records
from domain.errors import Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job
from domain.people.service import get_user
from domain.requests import records as requests
from domain.requests.model import Request
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


async def ask(
    hub: Hub, key: str, user_id: str, request_id: str, letter: Letter, stage: str = ""
) -> None:
    """Have somebody told about a request by mail, in the running transaction; once per `key`."""
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=key,
        kind=KIND,
        lane=f"{KIND}:{user_id}",
        details={
            "user_id": user_id,
            "request_id": request_id,
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
    request = await requests.get(job.details["request_id"])
    if request is None or not user.active:
        return
    mail = _written(job, user.email, request, public_url)
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
        request_id=job.details["request_id"],
        stage_id=None,
        round_=0,
        user_id=job.details["user_id"],
        workspace_id="",
        place="",
        reason=reason,
    )


def _written(job: Job, to: str, request: Request, public_url: str) -> Mail:
    letter, stage = Letter(job.details["letter"]), one_line(job.details["stage"])
    name = f"#{request.number} {one_line(request.title)}"
    state = request.state.replace("_", " ")
    said = {
        Letter.DECIDE: f"{name} waits for your decision in the stage “{stage}”.",
        Letter.PLACE: f"{name} was handed to your show's team, or taken back from it.",
        Letter.STANDS: f"Your request {name} is now {state}.",
    }[letter]
    note = f"\n\nThe last word on it was: {one_line(request.note)}" if request.note else ""
    text = (
        f"{said}{note}\n\nYou find it here: {public_url}/requests/{request.number}\n\n"
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
