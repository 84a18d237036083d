"""What something about an episode waits for, in words. Pure."""

from collections.abc import Collection, Iterable

from domain.publishing import rules
from domain.publishing.model import Look, PublishingVerdict
from domain.requests.model import Request, RequestState
from domain.territories import Area, spoken

#: Where a release was handed over, and nothing brings it back but a move of its own.
OUT = frozenset({RequestState.PUBLISHED, RequestState.LIVE})


def waits_for(
    release: Request,
    found: Look,
    handed: Collection[str],
    wanted: Collection[str],
    *,
    clear: bool,
    theirs: bool,
) -> str | None:
    """Return what the release of an episode lacks before what is about it may go; None if nothing.

    `found` is what the rules say of it now, `clear` whether it may be handed over by that, and
    `handed` are the markets it was handed over for. `wanted` are the markets that are asked for.
    Who is not of the house, nor of the agency whose release it is (`theirs`), is told no details.
    """
    which = f" (#{release.number})" if theirs else ""
    out = release.state in OUT
    # What was for people to look at was looked at before it was handed over.
    if found.verdict is PublishingVerdict.HOLD or not (out or clear):
        more = rules.told(found) if theirs else "the brand knows what is missing."
        return f"It waits for its episode{which}, which is held: {more}"
    if not out:
        why = _why_not_out(release) if theirs else None
        if why:
            return f"It waits for its episode{which}, which is not out yet: {why}"
        return f"It waits for its episode{which}, which is not out yet."
    if shut := sorted(set(wanted) - (set(handed) & set(found.markets))):
        return f"It waits for its episode{which}, which does not come out in {spoken(shut)}."
    return None


def waits_to_be_live(live: Iterable[Area], wanted: Collection[str]) -> str | None:
    """Return what an episode lacks that nobody asked a release for; None if it is live there."""
    places = list(live)
    if not places:
        return (
            "It waits for its episode, whose release nobody asked for: ask for it, or record where"
            " the episode is live."
        )
    if shut := sorted(set(wanted).difference(*(one.whole for one in places))):
        return (
            f"It waits for its episode, which is not known to be live in {spoken(shut)}: ask for"
            " its release, or record where the episode is live."
        )
    return None


def _why_not_out(release: Request) -> str | None:
    """Return what keeps a release that the rules let go, as its own card says it."""
    sent_back = release.state is RequestState.CHANGES_REQUESTED
    return release.trouble or (release.note if sent_back else None)
