"""Telling people by mail what chat could not tell them: once each, in plain words, with a link.

A mail is asked for with whom it is to and what it is about, and sent by a job. Its words are made
when it is sent, in its reader's language, by whoever knows languages: a `Writer`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import structlog

from domain import ids
from domain.chat import records
from domain.database import transaction
from domain.errors import Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job
from domain.people.service import get_user
from domain.reminding.telling import to_tell
from domain.tellings import records as told_records
from domain.tellings import service as tellings
from domain.tellings.model import Outcome, Telling, Way, What

#: What sends a mail.
KIND = "mail.send"

#: The longest subject, in characters; what is longer ends with an ellipsis.
SUBJECT_MAX = 120

#: Why something was not told by mail that should have been, and why not at all.
NO_MAIL, REFUSED, NOTHING = "no_mail", "refused for good", "there is nothing to tell any more"

#: How a mail says what it is about, by the kind of thing; all others are requests.
_NAMED = {ids.Prefix.CASE: "case_id", ids.Prefix.ALERT: "alert_id"}

log = structlog.get_logger()


class Letter(StrEnum):
    """What a mail is about.

    A decision to make, where one's own request stands, what a show's team was handed, what a
    telling tells, whether an account in chat is theirs, a case that waits for a team, where
    one's own case stands, rights that end, what changed in one's launches, and an alert.
    """

    DECIDE = "decide"
    STANDS = "stands"
    PLACE = "place"
    TOLD = "told"
    LINK = "link"
    CASE_ASKED = "case_asked"
    CASE_STANDS = "case_stands"
    RIGHTS = "rights"
    LAUNCHES = "launches"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it is sent: plain text. `key` tells it from others for ever."""

    key: str
    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says, in one language."""

    subject: str
    text: str


class Writer(Protocol):
    """Something that finds the words of a mail."""

    async def __call__(
        self, letter: Letter, user_id: str, details: Mapping[str, Any]
    ) -> Words | None:
        """Return what a mail to a person says, in their language; None if there is nothing."""
        ...


class RefusedForGoodError(Exception):
    """The mail server will never take this mail; the text is what it said."""


class PostOffice(Protocol):
    """Something that sends mail."""

    async def send(self, mail: Mail) -> None:
        """Send a mail; `RefusedForGoodError` if that is no use, any other error may pass."""
        ...


class ByMail:
    """Tells by mail what no account in chat took."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def tell(self, told: Telling) -> bool:
        """Have a person told by mail; False for what is told to a place."""
        if told.user_id is None:
            return False
        async with transaction():
            await told_records.go_by(told.id, Way.EMAIL)
            details = {"letter": Letter.TOLD, "telling_id": told.id, "request_id": told.request_id}
            await _ask(self._hub, f"mail:{told.id}", told.user_id, details)
        return True


async def ask_of_group(
    hub: Hub, key: str, user_id: str, group_id: str, alert_ids: Sequence[str]
) -> None:
    """Have somebody told by one mail of alerts that opened together, in the running transaction."""
    details = {"alert_id": group_id, "of": list(alert_ids), "letter": Letter.ALERT, "stage": ""}
    await _ask(hub, key, user_id, details)


async def ask(
    hub: Hub, key: str, user_id: str, subject_id: str, letter: Letter, stage: str = ""
) -> None:
    """Have somebody told about a request, case or alert by mail, in the running transaction.

    Once per `key`. `stage` is what a decision is called, or the team that a case waits for.
    """
    about = {_NAMED.get(ids.kind_of(subject_id), "request_id"): subject_id}
    await _ask(hub, key, user_id, {**about, "letter": letter, "stage": stage})


async def ask_whose(hub: Hub, user_id: str | None, account: tuple[str, str]) -> None:
    """Have a person asked by mail whether an account in chat is theirs.

    Without a person nobody is written to, by a job like any other: what is done here is the same.
    """
    workspace_id, chat_user_id = account
    details = {"letter": Letter.LINK, "workspace_id": workspace_id, "chat_user_id": chat_user_id}
    await _ask(hub, f"mail:link:{ids.new(ids.Prefix.JOB)}", user_id or "", details)


async def ask_of_rights(hub: Hub, key: str, user_id: str, details: Mapping[str, Any]) -> None:
    """Have somebody told by mail of rights that end, in the running transaction; once per `key`.

    `details` are those of the job that tells the rights desk.
    """
    await _ask(hub, key, user_id, {**details, "letter": Letter.RIGHTS})


async def ask_of_launches(hub: Hub, key: str, details: Mapping[str, Any]) -> None:
    """Have an owner told by mail what changed in their launches, in the running transaction.

    `details` are those of the job that tells owners; once per `key`.
    """
    await _ask(hub, key, details["owner_id"], {**details, "letter": Letter.LAUNCHES})


async def _ask(hub: Hub, key: str, user_id: str, details: Mapping[str, Any]) -> None:
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=key,
        kind=KIND,
        lane=f"{KIND}:{user_id}",
        details={"user_id": user_id, **details},
    )


async def send(hub: Hub, office: PostOffice | None, write: Writer, job: Job) -> None:
    """Send a mail that was asked for, unless it was sent; the handler of `KIND`.

    What is being sent is written down before; a mail whose answer was lost is sent again under
    the same name, by which mail programs know that it is the same.
    """
    if office is None:
        log.warning("mail_not_set_up", key=job.key)
        if job.details["letter"] == Letter.TOLD:
            await _logged(hub, job, NO_MAIL)
        return
    if await records.mail_is_sent(job.key):
        await _logged(hub, job)
        return
    mail = await _written(hub, write, job)
    if mail is None:
        return
    await records.try_mail(job.key, job.details["user_id"], hub.clock.now())
    try:
        await office.send(mail)
    except RefusedForGoodError as refusal:
        await records.mail_went(job.key, None, str(refusal)[:200])
        await _logged(hub, job, REFUSED)
        raise GiveUp(f"the mail server refuses this mail: {str(refusal)[:200]}") from refusal
    await records.mail_went(job.key, hub.clock.now(), None)
    await _logged(hub, job)


async def _written(hub: Hub, write: Writer, job: Job) -> Mail | None:
    """Return a mail as it is to be sent now; None if it is not to be sent any more."""
    letter = Letter(job.details["letter"])
    try:
        user = await get_user(job.details["user_id"])
    except Missing:
        return None
    if not user.active:
        return None
    # A mail that was refused for good is tried again when a person says so.
    if letter is Letter.TOLD and not await to_tell(hub, job.details["telling_id"], again=True):
        return None
    words = await write(letter, user.id, job.details)
    if words is None:
        if letter is Letter.TOLD:
            now = hub.clock.now()
            await told_records.came_to(
                job.details["telling_id"], Outcome.DROPPED, now, reason=NOTHING
            )
        return None
    return Mail(job.key, user.email, cut(one_line(words.subject)), words.text)


async def _logged(hub: Hub, job: Job, reason: str | None = None) -> None:
    """Write down that somebody was told by mail, or why not; no address is in it."""
    letter = Letter(job.details["letter"])
    if letter in {Letter.LINK, Letter.RIGHTS, Letter.LAUNCHES}:
        return  # It is no news of a request: `mails` says what became of it.
    if letter is Letter.TOLD:
        outcome = Outcome.FAILED if reason else Outcome.DELIVERED
        now = hub.clock.now()
        await told_records.came_to(job.details["telling_id"], outcome, now, reason=reason)
        return
    several, key = job.details.get("of"), job.key if reason is None else f"{job.key}:refused"
    named = (*_NAMED.values(), "request_id")
    about = next(job.details[name] for name in named if name in job.details)
    for subject_id in several or [about]:
        await tellings.log(
            hub,
            key=f"{key}:{subject_id}" if several else key,
            what=What.CARD,
            way=Way.EMAIL,
            subject_id=subject_id,
            stage_id=None,
            round_=0,
            user_id=job.details["user_id"],
            workspace_id="",
            place="",
            reason=reason,
        )


def one_line(text: str) -> str:
    """Return somebody's words on one line, with nothing in them that is not seen."""
    return "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))


def cut(text: str) -> str:
    """Return a subject that is not too long."""
    return text if len(text) <= SUBJECT_MAX else text[: SUBJECT_MAX - 1] + "…"
