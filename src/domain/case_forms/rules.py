"""What forms ask for, how their links and tickets are signed, and what was filled in. Pure.

A link opens a form as often as anybody likes until the form ends. What it opens holds a ticket,
which is good for one sending: two that carry the same ticket are the same sending.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Protocol, TypeVar

from domain.case_forms.model import Form
from domain.cases.model import (
    CaseKind,
    Contact,
    Given,
    Report,
    Severity,
    Source,
    Subject,
    SubjectKind,
    Topic,
)
from domain.errors import Forbidden, Invalid
from domain.secrets import Secrets

#: What links and tickets are signed for.
LINK_USE, TICKET_USE = "case-form-link", "case-form-ticket"

#: How long a form may be open, and how long a ticket is good.
DAYS_MAX = 366
TICKET_LIFE = timedelta(hours=2)

#: How many sites may send a form, and the longest title, in characters.
ORIGINS_MAX, TITLE_MAX = 20, 120

#: What people must leave empty, for they do not see it; what fills in everything does.
TRAP = "website"

#: What is asked for, by name, with what people read beside it.
FIELDS: Mapping[str, str] = {
    "title": "In one line",
    "text": "What happened?",
    "name": "Your name",
    "email": "Your e-mail address",
}
NOTICE_FIELDS: Mapping[str, str] = {
    "what": "What has to be taken down?",
    "where": "Where is it? Its address, or show and episode",
    "claimant": "Who claims it: your name or company",
    "contact": "Your e-mail address",
    "statement": "Why you may demand this, and that what you say is true",
}

#: The longest of any field, in characters.
FIELD_MAX = 8_000

#: The part of an address of version 6 that its holder chooses. Source: RFC 4291, 2.5.1.
HOST_BITS = 64

#: Addresses share buckets, so that their number is bounded.
SHARDS = 1_024

#: What people outside may name; requests are the house's own.
_ABOUT = frozenset({SubjectKind.EPISODE, SubjectKind.SHOW, SubjectKind.BRAND, SubjectKind.SITE})

#: What people choose from a list.
Listed = TypeVar("Listed", Severity, Topic)

_ORIGIN = re.compile(r"https://[a-z0-9.-]{1,253}(:[0-9]{1,5})?")
_DIGITS = re.compile(r"[0-9]{1,12}")
_NONCE = re.compile(r"[a-z0-9_]{8,40}")


class Ends(Protocol):
    """What tickets are made for: something with an id that is open until an instant."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def expires_at(self) -> datetime:
        """When it ends."""
        ...


def clean_origins(given: Sequence[str]) -> tuple[str, ...]:
    """Return the sites that may send a form; `Invalid` for what is none."""
    found = tuple(dict.fromkeys(one.strip().lower().rstrip("/") for one in given))
    if len(found) > ORIGINS_MAX:
        raise Invalid("too_many", f"Name at most {ORIGINS_MAX} sites.", ("origins",))
    wrong = next((one for one in found if not _ORIGIN.fullmatch(one)), None)
    if wrong is not None:
        said = f"`{wrong[:60]}` is no site; write it as https://www.example.com."
        raise Invalid("no_origin", said, ("origins",))
    return found


def link_token(secrets: Secrets, form: Form) -> str:
    """Return what opens a form until it ends."""
    until = int(form.expires_at.timestamp())
    return f"{until}.{secrets.sign(LINK_USE, f'{form.id}:{until}')}"


def bad_link() -> Forbidden:
    """Return the one answer to an address that opens no form, whether there is one or not."""
    return Forbidden("bad_link", "This address is not whole; ask for it anew.")


def bad_ticket() -> Forbidden:
    """Return the one answer to what was sent without a ticket of a form's, if there is one."""
    return Forbidden("bad_ticket", "This form is not ours as it was sent; load it again.")


def is_link(secrets: Secrets, form: Form, token: str) -> bool:
    """Whether `token` was made for `form`, however long ago."""
    until, _, signature = token.partition(".")
    ours = secrets.signed(LINK_USE, f"{form.id}:{until}", signature)
    return ours and _DIGITS.fullmatch(until) is not None


def require_link(secrets: Secrets, form: Form, token: str, now: datetime) -> None:
    """Raise `Forbidden` unless `token` opens `form` now."""
    if not is_link(secrets, form, token):
        raise bad_link()
    if now >= form.expires_at or now.timestamp() >= int(token.partition(".")[0]):
        raise Forbidden("form_ended", "This form has ended; ask for a new one.")


def ticket(secrets: Secrets, form: Ends, nonce: str, now: datetime) -> str:
    """Return a ticket for one sending of `form`; `nonce` tells it from every other."""
    issued = int(now.timestamp())
    return f"{issued}.{nonce}.{secrets.sign(TICKET_USE, f'{form.id}:{issued}:{nonce}')}"


def is_ticket(secrets: Secrets, form: Ends, given: str) -> bool:
    """Whether a ticket was made for `form`, however long ago."""
    issued, _, rest = given.partition(".")
    nonce, _, signature = rest.partition(".")
    sound = bool(_DIGITS.fullmatch(issued)) and bool(_NONCE.fullmatch(nonce))
    return sound and secrets.signed(TICKET_USE, f"{form.id}:{issued}:{nonce}", signature)


def require_ticket(secrets: Secrets, form: Ends, given: str, now: datetime) -> str:
    """Return the nonce of a ticket that is good now; `Forbidden` if it is not."""
    if not is_ticket(secrets, form, given):
        raise bad_ticket()
    issued, nonce, _ = given.split(".", 2)
    began = datetime.fromtimestamp(int(issued), UTC)
    if now >= form.expires_at or not began <= now < began + TICKET_LIFE:
        raise Forbidden("ticket_expired", "This form was open for too long; load it again.")
    return nonce


def counted(address: str) -> str:
    """Return what sendings from an address are counted under; what is no address, as it is.

    Who has one address of version 6 has 2^64 beside it: they count as one.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> HOST_BITS << HOST_BITS))


def shard_of(address: str) -> int:
    """Return which of the `SHARDS` an address falls in, by what it is counted under."""
    digest = hashlib.sha256(counted(address).encode()).digest()
    return int.from_bytes(digest[:2]) % SHARDS


def fields_of(form: Form) -> Mapping[str, str]:
    """Return what a form asks for."""
    return NOTICE_FIELDS if form.kind is CaseKind.TAKEDOWN_NOTICE else FIELDS


def filled_in(form: Form, values: Mapping[str, str]) -> tuple[Report, Contact]:
    """Return what somebody filled in; `Invalid` names every field that is missing or too long."""
    found, problems = dict[str, str](), list[Invalid]()
    for name in fields_of(form):
        value = values.get(name, "").strip()
        if not value:
            problems.append(Invalid("empty", f"Fill in `{name}`.", (name,)))
        elif len(value) > FIELD_MAX:
            said = f"`{name}` has more than {FIELD_MAX:,} characters; say it shorter."
            problems.append(Invalid("too_long", said, (name,)))
        found[name] = value
    if problems:
        first, *others = problems
        raise Invalid(first.code, first.message, first.path, others)
    if form.kind is CaseKind.TAKEDOWN_NOTICE:
        return _notice(form, found), Contact(found["claimant"], found["contact"])
    return _report(form, found, values), Contact(found["name"], found["email"])


def _report(form: Form, found: Mapping[str, str], values: Mapping[str, str]) -> Report:
    severity, topic = values.get("severity", ""), values.get("topic", "")
    return Report(
        kind=form.kind,
        source=Source.FORM,
        title=found["title"],
        text=found["text"],
        given=Given(
            severity=form.severity or _one_of(Severity, severity, "severity"),
            topic=form.topic or _one_of(Topic, topic, "topic"),
        ),
        market=form.market,
        brand_id=form.brand_id,
        subjects=_about(values.get("about", "")),
    )


def _notice(form: Form, found: Mapping[str, str]) -> Report:
    what = " ".join(found["what"].split())
    # Who it is from is kept encrypted, and not in the text as well.
    said = [name for name in NOTICE_FIELDS if name not in {"claimant", "contact"}]
    told = "\n\n".join(f"{NOTICE_FIELDS[name]}\n{found[name]}" for name in said)
    return Report(
        kind=form.kind,
        source=Source.NOTICE,
        title=f"Takedown notice: {what}"[:TITLE_MAX],
        text=told,
        given=Given(form.severity or Severity.HIGH, form.topic or Topic.RIGHTS),
        market=form.market,
        brand_id=form.brand_id,
    )


def _about(given: str) -> tuple[Subject, ...]:
    """Return what somebody outside says it is about, as in `episode:eps_...`."""
    if not given.strip():
        return ()
    kind, _, ref = given.strip().partition(":")
    if kind not in {one.value for one in _ABOUT} or not ref:
        said = "Say what it is about as `episode:` and its id, or leave it out."
        raise Invalid("no_such_subject", said, ("about",))
    return (Subject(SubjectKind(kind), ref),)


def _one_of(kind: type[Listed], given: str, field: str) -> Listed | None:
    if not given:
        return None
    try:
        return kind(given)
    except ValueError:
        said = f"`{given[:40]}` is no {field}; choose one of the list."
        raise Invalid("not_listed", said, (field,)) from None
