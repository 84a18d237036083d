"""What Spotify's refusals mean for a job: later, never by itself, or not as it is."""

from collections.abc import Iterator
from contextlib import contextmanager

from connectors.spotify.errors import NotAuthorised, RateLimited, SpotifyError
from domain.jobs.model import GiveUp, RetryLater
from domain.targets.model import BegunLater, BegunStopped, Refused

#: Spotify says so where the account may not: another's playlist, a scope that was not granted, a
#: path that apps in development mode do not have.
FORBIDDEN = 403


@contextmanager
def translated() -> Iterator[None]:
    """Raise what Spotify said in the words of the port; what may have happened stays as it is."""
    try:
        yield
    except RateLimited as error:
        raise RetryLater(error.seconds, error.message) from error
    except NotAuthorised as error:
        raise GiveUp("; ".join(error.sentences)) from error
    except SpotifyError as error:
        if error.status == FORBIDDEN:
            said = "; connect the account that owns the playlist, with all scopes asked for"
            raise GiveUp(error.message + said) from error
        if not error.final:
            raise
        raise Refused(error.sentences) from error


@contextmanager
def begun() -> Iterator[None]:
    """Say of what stops a try that a playlist stands by then, in part or whole."""
    try:
        with translated():
            yield
    except RetryLater as wait:
        raise BegunLater(wait.seconds, str(wait)) from wait
    except GiveUp as stop:
        raise BegunStopped(str(stop)) from stop
