"""One call of a method: its arguments, whatever way they came, and who calls."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.fake.errors import SlackError
from bot.fake.model import App
from bot.fake.rates import Limit
from bot.fake.wire import Wire
from bot.fake.workspace import Workspace

PAGE_DEFAULT = 100  # Methods: `limit`, default 100.
PAGE_MAX = 999  # Methods, conversations.history: "Maximum of 999".
_NO_WORDS = ("", "0", "false", "False")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """What a method is given: the app, the token's workspace, the arguments, the instant."""

    app: App
    workspace: Workspace
    args: Mapping[str, object]
    now: datetime
    origin: str
    """Where the look-alike stands, e.g. `http://127.0.0.1:8000`."""

    @property
    def bot(self) -> str:
        """The calling bot's user id."""
        return self.workspace.installation.bot_user_id

    def may(self, scope: str) -> bool:
        """Whether the token carries a scope."""
        return scope in self.workspace.installation.scopes

    def text(self, name: str) -> str:
        """Return an argument as text, empty if it is absent."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def needed(self, name: str) -> str:
        """Return an argument as text, or raise `invalid_arguments`."""
        value = self.text(name)
        if not value:
            where = f"[ERROR] missing required field: {name}"
            raise SlackError("invalid_arguments", [where])
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return an argument as true or false; forms send words for it."""
        value = self.args.get(name)
        return default if value is None else value is True or str(value) not in _NO_WORDS

    def json(self, name: str, error: str) -> object:
        """Return an argument that is JSON, as itself or written as text, or raise `error`."""
        value = self.args.get(name)
        if not isinstance(value, str) or not value:
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(error) from None

    def page(self, items: Sequence[T]) -> tuple[list[T], str]:
        """Return the page that `cursor` and `limit` ask for, and the next cursor or nothing."""
        start = _position(self.text("cursor"))
        size = self.text("limit") or str(PAGE_DEFAULT)
        if not size.isdigit() or not 1 <= int(size) <= PAGE_MAX:
            raise SlackError("invalid_limit")
        end = start + int(size)
        following = base64.b64encode(f"at:{end}".encode()).decode() if end < len(items) else ""
        return list(items[start:end]), following


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what it does, what it takes, how often, and the scopes of which one is needed."""

    run: Callable[[Call], Wire]
    limit: Limit
    args: frozenset[str] = frozenset()
    scopes: tuple[str, ...] = ()


def takes(names: str) -> frozenset[str]:
    """Return a set of argument names, written with blanks between them."""
    return frozenset(names.split())


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, place = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise SlackError("invalid_cursor") from None
    if word != "at" or not place.isdigit():
        raise SlackError("invalid_cursor")
    return int(place)
