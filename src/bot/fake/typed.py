"""What people type, as Slack passes it on: escaped, with people and channels as references."""

import re
from collections.abc import Callable

from bot.fake.workspace import Workspace

_NAMED = re.compile(r"(?<![\w@#])([@#])([\w.\-]+)")


def escaped(text: str) -> str:
    """Escape the three characters that have a meaning in Slack's text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_sent(workspace: Workspace, text: str, *, with_names: bool) -> str:
    """Return typed text as a message (`<@U1>`) or, with names, a command has it (`<@U1|ann>`)."""
    people = {one.name: one.id for one in workspace.users.values() if not one.deleted}
    channels = {one.name: one.id for one in workspace.channels.values() if not one.is_direct}
    found = {"@": people, "#": channels}
    return _NAMED.sub(_reference(found, with_names=with_names), escaped(text))


def _reference(
    found: dict[str, dict[str, str]], *, with_names: bool
) -> Callable[[re.Match[str]], str]:
    def replaced(match: re.Match[str]) -> str:
        sign, name = match.groups()
        # A sentence's full stop is no part of the name.
        word = name.rstrip(".")
        target = found[sign].get(word)
        if target is None:
            return match.group()
        label = f"|{word}" if with_names or sign == "#" else ""
        return f"<{sign}{target}{label}>" + name[len(word) :]

    return replaced
