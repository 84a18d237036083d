"""What Spotify shows of shows and their episodes; see `domain.shown.model.Pages`.

Nothing is changed there. What an answer lacks, or holds that is no text, is left out.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from connectors.spotify.errors import NotAuthorised, RateLimited, SpotifyError
from connectors.spotify.web.client import PAGE_MAX, WebClient
from connectors.spotify.web.exchange import Json
from connectors.spotify.web.finding import why_not
from connectors.spotify.web.trouble import FORBIDDEN, NOT_TAKEN
from domain.jobs.model import RetryLater
from domain.looks import rules
from domain.shown.model import NEWEST_MAX, Shown, Shut
from domain.targets.model import NotLetIn

#: How precisely a day of release has to be known to be one.
_DAY = "day"


class ShownPages:
    """Asks the Web API what is shown; `client_of` gives who speaks for the account of a brand."""

    def __init__(self, client_of: Callable[[str], Awaitable[WebClient]]) -> None:
        self._client_of = client_of

    async def newest(self, brand_id: str, show: str, market: str) -> Sequence[Shown] | None:
        """Return the newest episodes of a show, as many pages as they take, and no more."""
        found: list[Shown] = []
        with _translated():
            client = await self._client_of(brand_id)
            for offset in range(0, NEWEST_MAX, PAGE_MAX):
                page = await client.show_episodes(show, market, offset)
                if page is None:
                    return found or None
                rows = (_shown(row, market) for row in page["items"] if isinstance(row, dict))
                found += [one for one in rows if one is not None]
                if not page.get("next"):
                    break
        return found[:NEWEST_MAX]

    async def one(self, brand_id: str, episode: str, market: str) -> Shown | None:
        """Return an episode by its id."""
        with _translated():
            client = await self._client_of(brand_id)
            told = await client.get_episode(episode, market)
            return None if told is None else _shown(told, market)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except RateLimited as error:
        raise RetryLater(error.seconds, error.message) from error
    except NotAuthorised as error:
        if error.status == NOT_TAKEN:
            raise NotLetIn(error.code, error.message) from error
        raise Shut(f"Nothing is looked at: {'; '.join(error.sentences)}.") from error
    except SpotifyError as error:
        if error.status == FORBIDDEN:
            raise Shut(rules.refused()) from error
        raise


def _shown(told: Json, market: str) -> Shown | None:
    """Return an episode as listeners see it; None where the answer does not name it."""
    name, title = told.get("id"), told.get("name")
    if not isinstance(name, str) or not isinstance(title, str) or not title:
        return None
    about = told.get("html_description") or told.get("description")
    return Shown(
        id=name,
        title=title,
        description=about if isinstance(about, str) else "",
        released_on=_day(told),
        unplayed=why_not(told) if market else "",
    )


def _day(told: Json) -> date | None:
    if told.get("release_date_precision") != _DAY:
        return None
    try:
        return date.fromisoformat(str(told.get("release_date")))
    except ValueError:
        return None
