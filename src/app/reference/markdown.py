"""Pages in Markdown: a head that says whence they are, and tables."""

from collections.abc import Iterable, Sequence

_WRITTEN = "<!-- Written by `greenlight reference` from the source; change that, not this. -->"


def page(title: str, *parts: str) -> str:
    """Return a whole page."""
    return "\n\n".join([f"# {title}", _WRITTEN, *(part.strip() for part in parts)]) + "\n"


def table(head: Sequence[str], rows: Iterable[str]) -> str:
    """Return a table of `rows`, each as `row` made it."""
    return "\n".join([row(*head), "|" + "---|" * len(head), *rows])


def row(*cells: str) -> str:
    """Return one row; what would end a cell or a line is written otherwise."""
    plain = (cell.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;") for cell in cells)
    return "| " + " | ".join(plain) + " |"
