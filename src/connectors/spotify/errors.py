"""What can go wrong with Spotify, as one tree below `domain.errors.Upstream`."""

from collections.abc import Sequence

from domain.errors import Upstream

#: Refusals that are none of what was asked for: who asks, and when.
_PASSING = frozenset({401, 408, 409, 425, 429})

#: The longest sentence of Spotify's that is passed on, in characters.
SENTENCE_LENGTH_MAX = 300


class SpotifyError(Upstream):
    """Spotify said no. `trace` is its `sp_trace_id`, which its support asks for."""

    def __init__(
        self, code: str, messages: Sequence[str], status: int = 0, trace: str | None = None
    ) -> None:
        said = " ".join(messages) or "no reason given"
        super().__init__(code, f"Spotify: {said}" + (f" (trace {trace})" if trace else ""))
        self.status = status
        self.messages = tuple(messages)
        self.trace = trace

    @property
    def final(self) -> bool:
        """Whether asking for the same again is no use."""
        return 400 <= self.status < 500 and self.status not in _PASSING  # noqa: PLR2004  4xx.

    @property
    def sentences(self) -> tuple[str, ...]:
        """What Spotify said, fit to be shown: one line each, of bounded length."""
        said = (" ".join(message.split())[:SENTENCE_LENGTH_MAX] for message in self.messages)
        return tuple(filter(None, said)) or (f"no reason given ({self.code})",)


class NotAuthorised(SpotifyError):
    """The refresh token is no longer good: somebody must authorise the hub again."""


class RateLimited(SpotifyError):
    """Too many requests; `seconds` says when to come back."""

    def __init__(self, seconds: float, said: str = "too many requests") -> None:
        super().__init__("rate_limited", [f"{said}; again in {seconds:.0f} s"], 429)
        self.seconds = seconds


class QuotaExceeded(RateLimited):
    """The app's own allowance is used up: waiting a moment is no use, a long while is."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds, "the quota of the app is used up")


class InProgress(SpotifyError):
    """The same create is under way; come back in `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__("create_in_progress", ["the same create is under way"], 409)
        self.seconds = seconds


class AlreadyCompleted(SpotifyError):
    """The same create was done before; `resource_uri` names what it made."""

    def __init__(self, resource_uri: str) -> None:
        super().__init__("create_completed", ["the same create was done before"], 409)
        self.resource_uri = resource_uri


class Gone(SpotifyError):
    """What the same create made before, `resource_uri`, is no longer there."""

    def __init__(self, resource_uri: str) -> None:
        super().__init__("gone", ["what was made before is no longer there"])
        self.resource_uri = resource_uri


class KeyReused(SpotifyError):
    """The idempotency key was used for another body: a mistake of ours."""


class OutcomeUnknown(SpotifyError):
    """It may or may not have happened: look before doing it again."""


class Invalid(SpotifyError):
    """A draft does not pass; `problems` are Spotify's sentences."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("invalid_draft", problems, 400)
        self.problems = tuple(problems)
