"""What Spotify's refusals about ads mean for a job: later, once the account may, or never so."""

from collections.abc import Iterator
from contextlib import contextmanager

from connectors.spotify.errors import InProgress, NotAuthorised, RateLimited, SpotifyError
from domain.campaigns.model import Barred, NotAccepted
from domain.jobs.model import RetryLater

#: What is answered where the account may not: it is suspended, or the hub's role in it too small.
FORBIDDEN = 403

#: How often it is tried whether it may by now, in seconds. Ours.
BARRED_SECONDS = 900.0


@contextmanager
def patience() -> Iterator[None]:
    """Turn answers that ask for patience into a later try of the job."""
    try:
        yield
    except (RateLimited, InProgress) as error:
        raise RetryLater(error.seconds, error.message) from error


@contextmanager
def allowed() -> Iterator[None]:
    """Turn a refusal that is about the account into a later try: it passes once that is mended."""
    try:
        yield
    except SpotifyError as error:
        if (said := kept_out(error)) is None:
            raise
        raise Barred(BARRED_SECONDS, said) from error


def kept_out(error: SpotifyError) -> str | None:
    """Return how the ad account keeps the hub out, by a refusal; None where that says none of it.

    In words without a full stop.
    """
    if isinstance(error, NotAuthorised):
        return f"Spotify does not let the hub into it ({'; '.join(error.sentences)})"
    if error.status == FORBIDDEN:
        return f"Spotify lets the hub do nothing in it ({'; '.join(error.sentences)})"
    return None


@contextmanager
def outcomes() -> Iterator[None]:
    """Turn a refusal that no repetition would change into an outcome, in Spotify's words."""
    try:
        with allowed():
            yield
    except SpotifyError as error:
        if not error.final:
            raise
        raise NotAccepted(error.sentences) from error
