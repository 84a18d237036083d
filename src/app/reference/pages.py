"""Which pages there are, and writing them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.reference.commands import commands
from app.reference.events import events
from app.reference.failing import errors
from app.reference.happenings import webhook_events
from app.reference.settings import settings


def pages(root: Any) -> Mapping[str, Callable[[], str]]:  # noqa: ANN401  Typer's own click.
    """Return what writes each file of docs/reference; `root` is the command line whole."""
    return {
        "commands.md": lambda: commands(root),
        "errors.md": errors,
        "events.md": events,
        "settings.md": settings,
        "webhook-events.md": webhook_events,
    }


def write(folder: Path, written: Mapping[str, Callable[[], str]]) -> list[str]:
    """Write pages into `folder`; return the names of those that were not so already."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = []
    for name, page in written.items():
        file, text = folder / name, page()
        if not file.exists() or file.read_text() != text:
            file.write_text(text)
            fresh.append(name)
    return fresh
