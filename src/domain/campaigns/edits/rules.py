"""Since when edits are looked for, whom they concern, and how they are told. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.campaigns.edits.model import About, By, Did, Edit, FieldEdit, Part

#: How far back the publisher remembers. Source: Ads API v3, change history.
REMEMBERED = timedelta(days=180)

#: How much of what was looked at is looked at again: an edit may be listed later than it was made.
OVERLAP = timedelta(hours=2)

#: How long after its last day a campaign is looked at every hour still; then once a day. Ours.
AFTERWARDS = timedelta(days=7)

#: How many edits a card and a thread tell of; the rest are counted. Ours.
TOLD_MAX = 5

#: What must not change without a yes of those who look after the brand.
ASKING = frozenset({About.BUDGET, About.TARGETING})

_WHO = {
    By.PERSON: "somebody in Ads Manager",
    By.SUPPORT: "Spotify's support",
    By.INTEGRATION: "another integration",
    By.SYSTEM: "Spotify itself",
}
_PARTS = {
    Part.CAMPAIGN: "the campaign",
    Part.AD_SET: "the ad set",
    Part.AD: "the ad",
    Part.OTHER: "a part of it",
}
_DONE = {Did.CREATED: "made", Did.CHANGED: "edited", Did.REMOVED: "removed"}


def since(looked_at: datetime | None, began_at: datetime, now: datetime) -> datetime:
    """Return since when to look: when it was looked last, or else since it was published."""
    begin = began_at if looked_at is None else max(began_at, looked_at - OVERLAP)
    return max(begin, now - REMEMBERED)


def turn(ends_at: datetime, now: datetime) -> str:
    """Return the hour, or for what is over the day, in which a campaign is looked at once.

    What is over may be had to run again there, so it is never left alone altogether.
    """
    return f"{now:%Y-%m-%dT%H}" if now < ends_at + AFTERWARDS else f"{now:%Y-%m-%d}"


def asks(edits: Sequence[Edit]) -> bool:
    """Whether any of some edits changes what the brand's reviewers have to agree to."""
    return any(one.about in ASKING for edit in edits for one in edit.fields)


def told(edits: Sequence[Edit], *, named: bool = True) -> list[str]:
    """Return what is said of edits, one sentence each without a full stop, the latest first.

    Where it is not `named`, a person is somebody: the record keeps nobody's name for ever.
    """
    latest = sorted(edits, key=lambda edit: (edit.at, edit.id), reverse=True)
    said = [_sentence(edit, named=named) for edit in latest[:TOLD_MAX]]
    left = len(latest) - TOLD_MAX
    return [*said, f"{left} more edits"] if left > 0 else said


def _sentence(edit: Edit, *, named: bool) -> str:
    known = edit.who if named or edit.by is By.INTEGRATION else ""
    who = known or _WHO.get(edit.by, "somebody")
    said = f"{who} {_DONE[edit.did]} {_PARTS[edit.part]} {edit.name}".rstrip()
    changed = "; ".join(_changed(one) for one in edit.fields)
    return f"{said} ({changed})" if changed else said


def _changed(one: FieldEdit) -> str:
    return f"{one.field}: {one.before or 'nothing'} became {one.after or 'nothing'}"
