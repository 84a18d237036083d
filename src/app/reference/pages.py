"""Which pages there are, and writing them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from app.reference.commands import commands
from app.reference.events import events
from app.reference.failing import errors
from app.reference.happenings import webhook_events
from app.reference.settings import settings

#: By the name of the file in docs/reference.
PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands,
    "errors.md": errors,
    "events.md": events,
    "settings.md": settings,
    "webhook-events.md": webhook_events,
}


def write(folder: Path) -> list[str]:
    """Write every page into `folder`; return the names of those that were not so already."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = []
    for name, written in PAGES.items():
        file, text = folder / name, written()
        if not file.exists() or file.read_text() != text:
            file.write_text(text)
            fresh.append(name)
    return fresh
