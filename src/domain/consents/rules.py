"""What counts of a ledger of consents, and what may be written into it. Pure."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from domain import text
from domain.consents.model import Channel, Entry, Private, Purpose, Said, Source, State
from domain.errors import Invalid
from domain.territories import TERRITORIES

#: The longest text version, and the longest name, way or proof, in characters.
VERSION_MAX, PRIVATE_MAX = 80, 1_000

#: What has to be agreed to channel by channel.
BY_CHANNEL = frozenset({Purpose.DIRECT_MARKETING})


def effective(entries: Iterable[Entry], purpose: Purpose, channel: Channel) -> Entry | None:
    """Return the entry that counts for a purpose and channel; None if nothing was ever said.

    The last thing said counts; of two said in one moment the withdrawal. A withdrawal of every
    purpose or channel is one of each. What was given for one channel is none for every channel.
    What is pending gives nothing and takes nothing back: it counts only where nothing else does.
    """
    applying = [one for one in entries if _concerns(one.said, purpose, channel)]
    decided = [one for one in applying if one.said.state is not State.PENDING]
    return max(decided or applying, key=_turn, default=None)


def given(entries: Iterable[Entry], purpose: Purpose, channel: Channel) -> bool:
    """Whether somebody agrees; what is pending, or was never asked, is no consent."""
    found = effective(entries, purpose, channel)
    return found is not None and found.said.state is State.GIVEN


def refused(entries: Iterable[Entry], purpose: Purpose) -> bool:
    """Whether somebody took back what they may once have agreed to, whatever the channel."""
    found = effective(entries, purpose, Channel.EVERY)
    return found is not None and found.said.state is State.WITHDRAWN


def standing(entries: Iterable[Entry]) -> list[tuple[Purpose, Channel, Entry]]:
    """Return what counts for each purpose and channel of which anything is said, in order.

    Withdrawals of everything are told for what they took back.
    """
    held = list(entries)
    pairs = {(one.said.purpose, one.said.channel) for one in held}
    known = [(p, c) for p in Purpose for c in Channel if (p, c) in pairs]
    found = [(p, c, effective(held, p, c)) for p, c in known]
    return [(purpose, channel, entry) for purpose, channel, entry in found if entry]


def check(said: Said, private: Private, now: datetime) -> None:
    """Raise `Invalid` with all that keeps it from being written down."""
    problems = [*_scope_problems(said), *_when_problems(said, now), *_line_problems(said)]
    for field in fields(private):
        value = getattr(private, field.name)
        if len(value) > PRIVATE_MAX:
            words = f"This has at most {PRIVATE_MAX:,} characters; it has {len(value):,}."
            problems.append(Invalid("too_long", words, (field.name,)))
        if problem := text.honest(value, (field.name,)):
            problems.append(problem)
    if said.state is not State.WITHDRAWN:
        problems += _proof_problems(said, private)
    if problems:
        first, *others = problems
        raise Invalid(first.code, first.message, first.path, others)


def _turn(one: Entry) -> tuple[datetime, bool, str]:
    return one.said.said_at, one.said.state is State.WITHDRAWN, one.id


def _concerns(said: Said, purpose: Purpose, channel: Channel) -> bool:
    of_it = said.purpose in {purpose, Purpose.EVERY}
    return of_it and said.channel in {channel, Channel.EVERY}


def _scope_problems(said: Said) -> list[Invalid]:
    if said.state is State.WITHDRAWN:
        return []
    problems = []
    if said.purpose is Purpose.EVERY:
        words = "Nobody agrees to everything at once; say to what."
        problems.append(Invalid("purpose_missing", words, ("purpose",)))
    if said.purpose in BY_CHANNEL and said.channel is Channel.EVERY:
        words = "This is agreed to channel by channel; say to which."
        problems.append(Invalid("channel_missing", words, ("channel",)))
    if said.source is Source.ERASURE:
        words = "Erasure is no way to agree; say how it came in."
        problems.append(Invalid("bad_source", words, ("source",)))
    return problems


def _when_problems(said: Said, now: datetime) -> list[Invalid]:
    if said.said_at.tzinfo is None:
        words = "Say in which time zone, as in 2026-12-31T12:00:00Z."
        return [Invalid("zone_missing", words, ("said_at",))]
    if said.said_at > now:
        return [Invalid("not_yet", "Nobody said this yet; this is ahead of now.", ("said_at",))]
    return []


def _line_problems(said: Said) -> list[Invalid]:
    problems = []
    if said.country is not None and said.country not in TERRITORIES:
        words = f"`{said.country[:10]}` is no country of ISO 3166-1; leave it out if unknown."
        problems.append(Invalid("unknown_country", words, ("country",)))
    if len(said.text_version) > VERSION_MAX:
        words = f"A version has at most {VERSION_MAX} characters."
        problems.append(Invalid("too_long", words, ("text_version",)))
    if problem := text.one_line(said.text_version, ("text_version",)):
        problems.append(problem)
    return problems


def _proof_problems(said: Said, private: Private) -> list[Invalid]:
    problems = []
    if not said.text_version.strip():
        words = "Say which text they agreed to: its version."
        problems.append(Invalid("version_missing", words, ("text_version",)))
    if not private.proof.strip():
        words = "Say what proves it, such as the form's content with its time."
        problems.append(Invalid("proof_missing", words, ("proof",)))
    return problems
