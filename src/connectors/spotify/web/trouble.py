"""What Spotify's refusals mean for a job: later, never by itself, or not as it is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from connectors.spotify.errors import NotAuthorised, RateLimited, SpotifyError
from domain.errors import Upstream
from domain.jobs.model import GiveUp, RetryLater
from domain.targets.model import (
    Begun,
    BegunLater,
    BegunStopped,
    BegunUnheard,
    NotLetIn,
    Refused,
)

#: Spotify says so where the account may not: another's playlist, a scope that was not granted, a
#: path that apps in development mode do not have.
FORBIDDEN = 403

#: What it answers to a token that it does not take, though it was fetched this very moment.
NOT_TAKEN = 401


@contextmanager
def translated() -> Iterator[None]:
    """Raise what Spotify said in the words of the port; what may have happened stays as it is."""
    try:
        yield
    except RateLimited as error:
        raise RetryLater(error.seconds, error.message) from error
    except NotAuthorised as error:
        if error.status == NOT_TAKEN:
            raise NotLetIn(error.code, error.message) from error
        raise GiveUp("; ".join(error.sentences)) from error
    except SpotifyError as error:
        if error.status == FORBIDDEN:
            said = "; connect the account that owns the playlist, with all scopes asked for"
            raise GiveUp(error.message + said) from error
        if not error.final:
            raise
        raise Refused(error.sentences) from error


@contextmanager
def begun(known: Mapping[str, str]) -> Iterator[None]:
    """Say of what stops a try that a playlist stands by then, in part or whole, and which."""
    try:
        with translated():
            yield
    except RetryLater as wait:
        raise _of(known, BegunLater(wait.seconds, str(wait))) from wait
    except GiveUp as stop:
        raise _of(known, BegunStopped(str(stop))) from stop
    except Upstream as lost:
        raise _of(known, BegunUnheard(lost.code, lost.message)) from lost


def _of(known: Mapping[str, str], stopped: Begun) -> Begun:
    stopped.outside = {name: known[name] for name in ("account", "playlist")}
    return stopped
