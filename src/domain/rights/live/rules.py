"""How what is live stands, what is done about it, and how that is said. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.errors import Invalid
from domain.rights import reach
from domain.rights import rules as rights
from domain.rights.clearance import clear
from domain.rights.fence import Fence
from domain.rights.live.model import RANKS, Exposure, Judged, Mode, Policy, Shown
from domain.rights.model import Grant, Layer, Need, Scope, SubjectKind, Use
from domain.rights.verdicts import Finding, Question, Standing, Verdict, Why
from domain.territories import Area, spoken
from domain.text import honest

#: The longest address, or publisher's name of something, and the longest name of a publisher.
OUTSIDE_ID_MAX, PUBLISHER_MAX, LANGUAGE_MAX = 500, 32, 40

#: The longest evidence a takedown holds, and the longest name of one.
EVIDENCE_MAX, NAME_MAX = 1_000, 150

#: What is only listed without a policy: nobody ever said anything of it.
UNSAID = frozenset({Why.NOT_DECLARED, Why.NO_EVIDENCE})

_STRENGTH: Mapping[Mode, int] = {mode: place for place, mode in enumerate(Mode)}

#: What each reason comes to, as one says it; what is granted needs no saying.
SAID: Mapping[Why, str] = {
    Why.DUTIES_OPEN: "something is still to be done for the permission",
    Why.NOT_DECLARED: "nobody said what it contains",
    Why.NO_EVIDENCE: "nothing is known",
    Why.UNSIGNED: "the permission is a draft",
    Why.END_UNKNOWN: "nobody knows when the permission ends",
    Why.DISPUTED: "the permission is in dispute",
    Why.NOT_YET: "the permission begins later",
    Why.EXPIRED: "the permission is over",
    Why.OUT_OF_SCOPE: "the permissions leave this out",
    Why.EXCLUSIVE_ELSEWHERE: "others have it exclusively",
    Why.PROHIBITED: "it is prohibited",
    Why.HOUSE_RULE: "a rule of the brand forbids it",
}


def checked(shown: Shown) -> Shown:
    """Return how something is live, its language and channel in one spelling.

    `Invalid` where nothing can be live like this.
    """
    listed = frozenset({shown.language}) if shown.language is not None else frozenset[str]()
    scope = rights.check_scope(
        Scope(
            uses=frozenset({shown.use}),
            area=Area(),
            languages=listed,
            channels=frozenset({shown.channel}),
            include=shown.include,
            exclude=shown.exclude,
        )
    )
    if len(shown.language or "") > LANGUAGE_MAX:
        said = f"A language has up to {LANGUAGE_MAX} characters, such as pt-BR."
        raise Invalid("bad_language", said, ("language",))
    for name, value, longest in (
        ("publisher", shown.publisher, PUBLISHER_MAX),
        ("outside_id", shown.outside_id, OUTSIDE_ID_MAX),
    ):
        if not 0 < len(value) <= longest or not value.isprintable() or value != value.strip():
            raise Invalid("bad_name", f"Use 1 to {longest} visible characters.", (name,))
        if problem := honest(value, (name,)):
            raise problem
    (channel,), language = scope.channels, next(iter(scope.languages), None)
    return replace(shown, channel=channel, language=language)


def check_instant(at: datetime, now: datetime, name: str) -> None:
    """Raise `Invalid` unless `at` is an instant that was: what is live is known, not planned."""
    if at.tzinfo is None:
        raise Invalid("zone_missing", "Say in which time zone.", (name,))
    if at > now:
        raise Invalid("in_future", "Say what is live, not what will be.", (name,))
    if at.year not in rights.YEARS:
        raise Invalid("bad_day", f"Nothing was live in the year {at.year}.", (name,))


def judge(
    needs: Collection[Need],
    grants: Sequence[Grant],
    shown: Shown,
    at: datetime,
    fences: Sequence[Fence] = (),
) -> Judged:
    """Judge something at an instant by what its subject contains, and all that counts for it.

    What a rule of its brand forbids needs no look at rights. A recording that listeners are played
    by a service of theirs is that service's to clear.
    """
    if shown.barred:
        return _alike(shown, Why.HOUSE_RULE)
    if shown.subject.kind is SubjectKind.RECORDING and shown.use is Use.STREAM:
        return _alike(shown, Why.GRANTED)
    question = Question(shown.use, at, shown.language, shown.channel)
    found = clear(needs, grants, question, reach.bits(shown.area.touched), fences)
    odd = [one for one in found if one.standing is not Standing.CLEARED]
    worst = max((one.standing for one in found), key=RANKS.__getitem__)
    edges = {one.window.starts_at for one in grants}
    edges |= {one.window.ends_at for one in grants if one.window.ends_at}
    return Judged(
        tuple(found),
        worst,
        frozenset[str]().union(*(one.territories for one in odd)),
        min((edge for edge in edges if edge > at), default=None),
    )


def _alike(shown: Shown, why: Why) -> Judged:
    """Return that something stands alike wherever it is, and that no instant changes it."""
    finding, where = Finding(None, why), shown.area.touched
    verdict = Verdict(where, finding.standing, (finding,), None)
    uncleared = frozenset[str]() if finding.standing is Standing.CLEARED else where
    return Judged((verdict,), finding.standing, uncleared, None)


def mode_of(
    policies: Collection[Policy], brand_id: str, reasons: Collection[tuple[Layer | None, Why]]
) -> Mode:
    """Return what is done: for each reason the closest policy counts, then the strongest."""
    found = [_mode(policies, brand_id, layer, why) for layer, why in reasons]
    return max(found, key=_STRENGTH.__getitem__, default=Mode.LIST)


def _mode(policies: Collection[Policy], brand_id: str, layer: Layer | None, why: Why) -> Mode:
    fitting = [
        one
        for one in policies
        if one.brand_id in {None, brand_id}
        and one.layer in {None, layer}
        and one.reason in {None, why}
    ]
    if not fitting:
        return Mode.LIST if why in UNSAID else Mode.PROPOSE
    return max(fitting, key=_closeness).mode


def _closeness(policy: Policy) -> tuple[bool, bool, bool]:
    """Return how close a policy is: its brand counts more than its layer, that than its reason."""
    return policy.brand_id is not None, policy.layer is not None, policy.reason is not None


def evidence(exposure: Exposure, judged: Judged) -> str:
    """Return why it has to go, as a takedown says it."""
    shown = exposure.shown
    said = [
        f"Not cleared in {spoken(judged.uncleared)}.",
        *sorted(_reason(layer, why) for layer, why in judged.reasons),
        *([shown.barred] if shown.barred else []),
        (
            f"Live at {shown.publisher} ({shown.channel}, {shown.use.replace('_', ' ')}) since"
            f" {exposure.live_from:%Y-%m-%d %H:%M} UTC, known by {exposure.source}, there as"
            f" {shown.outside_id}."
        ),
    ]
    text = " ".join(said)
    return text if len(text) <= EVIDENCE_MAX else f"{text[: EVIDENCE_MAX - 1]}…"


def _reason(layer: Layer | None, why: Why) -> str:
    said = SAID[why]
    return f"{layer.replace('_', ' ').capitalize()}: {said}." if layer else f"{said.capitalize()}."


def called(exposure: Exposure, title: str) -> str:
    """Return what a takedown of it is called."""
    said = f"Live, not cleared: {title}"
    name = f"{said[: NAME_MAX - 40]} ({exposure.shown.channel})"
    return " ".join(name.split())
