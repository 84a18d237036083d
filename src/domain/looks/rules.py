"""Which episode it is at Spotify, what is seen of it, and when it is looked at. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from html import unescape
from typing import Any

from domain.connections.model import Connection
from domain.connections.rules import LOOKING, REFUSED, REMEDY
from domain.masters.model import MasterField
from domain.masters.rules import SEEN_MAX
from domain.requests.kinds.titled import plain
from domain.shown.model import SOON, Asked, Due, Shown, ShownEpisode
from domain.text import cleared, folded

#: How seldom anything is looked at at least: what is out by a feed shows at Spotify within a day.
DAILY = timedelta(days=1)

#: How long something has to be missing until that is told: a look may fall into a bad moment.
SURE = timedelta(hours=1)

#: How long Spotify may show what was taken down until that is told, and is looked at any more.
LAG, AFTER = timedelta(days=3), timedelta(days=30)

#: Tags at which other words begin, and any tag at all.
_BLOCKS = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|blockquote|hr)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


def closed(connection: Connection | None) -> str:
    """Return why nothing can be looked at with a brand's connection, and what to do; or nothing."""
    if connection is None or connection.credential is None:
        why = connection.trouble if connection else ""
        why = why or "this brand has no account for playlists, with which the hub could look"
        return f"Nothing is looked at: {why}; {REMEDY}."
    if LOOKING not in connection.scopes:
        return (
            "Nothing is looked at: the account did not grant that the hub may look at episodes;"
            f" {REMEDY}. Its playlists go on as they are."
        )
    return ""


def refused() -> str:
    """Return what is said where Spotify does not let the account look."""
    return f"{REFUSED} where its episodes are looked at; {REMEDY}"


def unseen(place: str, market: str) -> str:
    """Return what is said of a show that Spotify does not show."""
    return f"Spotify shows no show `{place}` in {market}. Look whether its link is right."


def by_market(due: Sequence[Due]) -> Mapping[str, Sequence[Due]]:
    """Return each episode below one of its markets, so that as few as may be are asked for.

    It is the same from look to look while markets stay: what is gone was shown there before, and
    is not only left out elsewhere. That nobody asks in the others is shown beside it.
    """
    counted = Counter(market for one in due for market in one.markets)
    found: dict[str, list[Due]] = {}
    for one in due:
        market = min(one.markets, key=lambda code: (-counted[code], code))
        found.setdefault(market, []).append(one)
    return found


def found_of(
    due: Sequence[Due], known: Mapping[str, ShownEpisode], listed: Sequence[Shown]
) -> dict[str, str]:
    """Return what episodes are called at Spotify, by ours; those are missing that nobody knows.

    It is what its target says, or what was found before, unless that went and another is there in
    its place. Else it is by the title, where one of ours and one at Spotify have it, and where
    several do, by the day besides. Nothing is guessed.
    """
    there = {one.id for one in listed}
    kept = {one.episode_id: name for one in due if (name := _kept(one, known))}
    found = {
        episode: name
        for episode, name in kept.items()
        if name in there or episode not in known or known[episode].gone_since is None
    }
    taken = {*found.values(), *(one.outside_id for one in known.values())}
    free = [one for one in listed if one.id not in taken]
    sought = [one for one in due if one.episode_id not in found]
    for one in sought:
        alike = [other for other in free if _called(other.title) in one.called]
        rivals = [other for other in sought if other.called & one.called]
        if len(alike) > 1 or len(rivals) > 1:
            alike = [other for other in alike if other.released_on in one.days]
            rivals = [other for other in rivals if other.days & one.days]
        if len(alike) == 1 and len(rivals) == 1:
            found[one.episode_id] = alike[0].id
    return kept | found


def names(*titles: str | None) -> frozenset[str]:
    """Return titles as they are compared."""
    return frozenset(_called(one) for one in titles if one)


def seen(shown: Shown, due: Due) -> dict[str, Any]:
    """Return what Spotify says of an episode, by field.

    What differs by tags, white space, entities, disclaimers below, or by an instant that is on
    another day in UTC is what was approved, and is returned as that.
    """
    same = read(shown.title) == read(due.title)
    said: dict[str, Any] = {}
    if title := due.title if same else read(shown.title):
        said[MasterField.EPISODE_TITLE.value] = title
    if about := _about(shown.description, due):
        said[MasterField.DESCRIPTION.value] = about
    if shown.released_on is not None:
        day = due.day if shown.released_on in due.days else shown.released_on
        said[MasterField.RELEASES_ON.value] = day.isoformat()
    return said


def read(text: str) -> str:
    """Return a text as listeners read it: one line, without tags and entities."""
    without = _TAG.sub("", _BLOCKS.sub(" ", text))
    return plain(cleared(unescape(without)))[:SEEN_MAX] if without.strip() else ""


def _about(description: str, due: Due) -> str:
    """Return a description without the disclaimers that the hub writes below it."""
    there, below = read(description), " ".join(read(one) for one in due.disclaimers)
    alone = there.removesuffix(below).rstrip() if below else there
    return due.description if read(due.description) in {there, alone} else alone


def next_look(due: Iterable[Due], known: Mapping[str, ShownEpisode], now: datetime) -> timedelta:
    """Return how long to wait: a day, less while something waits to be shown or just went."""
    waits = [DAILY]
    for one in due:
        there = known.get(one.episode_id)
        if there is None or (not there.outside_id and one.ended_at is None):
            waits.append(max(now - one.since, SOON))
        elif there.gone_since == now:
            waits.append(SURE)
    return min(waits)


def over(due: Due, now: datetime) -> bool:
    """Whether it was taken down so long ago that nobody looks any more."""
    return due.ended_at is not None and now - due.ended_at >= AFTER


def before(
    known: ShownEpisode | None, due: Due, market: str, show_id: str, now: datetime
) -> ShownEpisode:
    """Return what was known of an episode, as it is looked at now: perhaps for another release."""
    if known is None:
        new = ShownEpisode(due.episode_id, show_id, due.request_id, market, due.since, now)
        return replace(new, asked=dict.fromkeys(due.markets))
    again = known.closed_at is not None
    same = known.request_id == due.request_id and not again
    told = known.told if same else ()
    since = due.since if again else known.awaited_since
    return replace(
        known,
        request_id=due.request_id,
        market=market,
        awaited_since=since,
        looked_at=now,
        told=told,
        closed_at=None,
        asked={code: known.asked.get(code) if same else None for code in due.markets},
    )


def after(before: ShownEpisode, due: Due, found: Shown | None, now: datetime) -> ShownEpisode:
    """Return what is known of an episode after a look that `found` it, or did not."""
    asked = {**before.asked, before.market: Asked(now, found is not None)}
    before = replace(before, asked=asked)
    if found is None:
        gone = (before.gone_since or now) if before.shown_since else None
        shut = now if due.ended_at is not None else None
        return replace(before, gone_since=gone, unplayed="", said={}, closed_at=shut)
    return replace(
        before,
        outside_id=found.id,
        shown_since=before.shown_since or now,
        gone_since=None,
        unplayed=read(found.unplayed)[:100],
        said=seen(found, due),
        seen_at=now,
    )


def mark(there: str, right: str) -> str:
    """Return a word for what stands there in the place of what is right."""
    return sha256(f"{there}\n{right}".encode()).hexdigest()[:16]


def _kept(due: Due, known: Mapping[str, ShownEpisode]) -> str:
    there = known.get(due.episode_id)
    return due.outside_id or (there.outside_id if there else "")


def _called(title: str) -> str:
    return folded(read(title))


def told_days(day: date, opens_at: datetime | None) -> frozenset[date]:
    """Return the days that Spotify may show for a day of release: it tells an instant's in UTC."""
    return frozenset({day, *((opens_at.date(),) if opens_at else ())})
