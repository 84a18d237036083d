"""What can go wrong, as one tree.

HubError
├── Invalid     what was given breaks a rule; the giver can mend it
├── Missing     it does not exist, or the actor may not know that it does
├── Forbidden   the actor may not do this
├── Conflict    it was right a moment ago; look again and decide again
│   └── Busy    the same thing is being done this very moment; try again shortly
└── Upstream    a service outside did not do its part
    └── Unavailable the hub's own database does not answer

Each error has a stable `code` in snake case, a message that names the thing and says what to
do next, and the `path` of the input field it belongs to, outermost name first. The doors
translate kinds and codes; nothing here knows how they speak.
"""

from collections.abc import Sequence


class HubError(Exception):
    """Something expected went wrong."""

    def __init__(self, code: str, message: str, path: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.path = tuple(path)


class Invalid(HubError):
    """What was given breaks a rule.

    `others` holds the further errors found in the same input, so that all of them can be shown
    at once.
    """

    def __init__(
        self,
        code: str,
        message: str,
        path: Sequence[str] = (),
        others: Sequence["Invalid"] = (),
    ) -> None:
        super().__init__(code, message, path)
        self.others = tuple(others)


class Missing(HubError):
    """It does not exist, or the actor may not know that it does."""


class Forbidden(HubError):
    """The actor may not do this."""


class Conflict(HubError):
    """The state moved on, or the same key was used for something else."""


class Busy(Conflict):
    """The same thing is being done this very moment; try again shortly."""


class Upstream(HubError):
    """A service outside did not do its part."""


#: The code of a database that answered before and does not now.
UNAVAILABLE = "database_unavailable"


class Unavailable(Upstream):
    """The hub's own database does not answer just now; come again with the same idempotency key."""
