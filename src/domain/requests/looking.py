"""Looking at what there is around a sponsorship, and whether what it names is right."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.catalog import records as catalog
from domain.catalog.model import AssetKind, Episode, Show, Sponsor
from domain.catalog.rules import TEXTS
from domain.errors import Invalid
from domain.placements import records as placements
from domain.requests.scene import Asked, Scene


async def look(asked: Asked, request_id: str | None, now: datetime) -> Scene:
    """Return the scene of something asked for whose references are known to be right.

    Where the request's own place is booked, only what was booked before it is a rival.
    """
    sponsor, show, episodes = await _named(asked)
    if sponsor is None or show is None:
        raise Invalid("no_such_show", "The sponsor or the show is not there any more; name others.")
    competitors = await _competitors(sponsor)
    since = now.date() - timedelta(days=show.separation_days)
    booked = await placements.bookings_on(show.id, since)
    own = next((booking.turn for booking in booked if booking.request_id == request_id), None)
    rivals = tuple(
        booking.place
        for booking in booked
        if booking.place.sponsor_id in competitors and (own is None or booking.turn < own)
    )
    return Scene(sponsor, show, episodes, rivals)


async def references(asked: Asked, now: datetime, *, fresh: bool) -> Sequence[Invalid]:
    """Return what is wrong with what is referred to; `fresh` if it is asked the first time."""
    sponsor, show, episodes = await _named(asked)
    return [
        *_sponsor_problems(asked, sponsor),
        *_show_problems(asked, show),
        *_episode_problems(asked, episodes, now.date()),
        *_due_problems(asked, episodes, now.date() if fresh else None),
        *await _contract_problems(asked),
    ]


async def _named(
    asked: Asked,
) -> tuple[Sponsor | None, Show | None, tuple[Episode, ...]]:
    sponsor = await catalog.row_of("sponsors", asked.sponsor_id)
    show = await catalog.row_of("shows", asked.show_id)
    held = await catalog.episodes_by_id(asked.episode_ids)
    episodes = [one for one in held.values() if one.show_id == asked.show_id]
    return (
        catalog.sponsor(sponsor) if sponsor else None,
        catalog.show(show) if show else None,
        tuple(sorted(episodes, key=lambda one: one.number)),
    )


async def _competitors(sponsor: Sponsor) -> set[str]:
    groups = set(sponsor.competitor_groups)
    every = await catalog.sponsors() if groups else []
    return {
        other.id
        for other in every
        if other.id != sponsor.id and groups & set(other.competitor_groups)
    }


def _sponsor_problems(asked: Asked, sponsor: Sponsor | None) -> list[Invalid]:
    if sponsor is not None:
        return []
    said = f"There is no sponsor `{asked.sponsor_id[:40]}`; see `sponsors`."
    return [Invalid("no_such_sponsor", said, ("sponsor_id",))]


def _show_problems(asked: Asked, show: Show | None) -> list[Invalid]:
    if show is None or show.brand_id != asked.brand_id:
        said = f"The brand has no show `{asked.show_id[:40]}`; see `shows`."
        return [Invalid("no_such_show", said, ("show_id",))]
    if show.team_id is None:
        said = (
            f"`{show.title}` has no team that could take the placement on; a manager names one"
            " with `updateShow`."
        )
        return [Invalid("show_without_team", said, ("show_id",))]
    return []


def _episode_problems(asked: Asked, episodes: Sequence[Episode], today: date) -> list[Invalid]:
    known = {episode.id: episode for episode in episodes}
    problems = []
    for at, wanted in enumerate(asked.episode_ids):
        episode = known.get(wanted)
        if episode is None:
            said = f"The show has no episode `{wanted[:40]}`."
            problems.append(Invalid("no_such_episode", said, ("episode_ids", str(at))))
        elif episode.release_on is not None and episode.release_on <= today:
            said = f"`{episode.title}` comes out on {episode.release_on}; choose a later one."
            problems.append(Invalid("episode_is_out", said, ("episode_ids", str(at))))
    return problems


def _due_problems(asked: Asked, episodes: Sequence[Episode], today: date | None) -> list[Invalid]:
    """Files are due from `today` on, unless it is None, and before the first episode."""
    first = min((e.release_on for e in episodes if e.release_on), default=None)
    problems = []
    for at, (name, due) in enumerate(asked.dues):
        path = ("deliverables", str(at), "due")
        if today is not None and due < today:
            said = f"`{name}` was due before today; give a day to come."
            problems.append(Invalid("due_in_past", said, path))
        if first is not None and due > first:
            said = f"`{name}` would come after the first episode ({first}); have it earlier."
            problems.append(Invalid("due_too_late", said, path))
    return problems


async def _contract_problems(asked: Asked) -> list[Invalid]:
    found = (await catalog.assets([asked.contract_asset_id])).get(asked.contract_asset_id)
    if found is None or (found.kind is AssetKind.DOCUMENT and found.media_type not in TEXTS):
        return []  # That there is one at all is looked at with every other file.
    said = f"`{found.name}` is no document; upload the contract as a PDF (kind DOCUMENT)."
    return [Invalid("contract_is_no_document", said, ("contract_asset_id",))]
