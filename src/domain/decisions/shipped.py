"""The tables that come with Greenlight, each with its test cases."""

from functools import lru_cache
from importlib.resources import files

from domain.decisions.model import Shipped


@lru_cache(maxsize=1)
def shipped() -> tuple[Shipped, ...]:
    """Return every table that comes with Greenlight, by key."""
    folder = files("domain.decisions") / "tables"
    keys = sorted(
        item.name.removesuffix(".dmn") for item in folder.iterdir() if item.name.endswith(".dmn")
    )
    return tuple(
        Shipped(
            key,
            (folder / f"{key}.dmn").read_text("utf-8"),
            (folder / f"{key}.csv").read_text("utf-8"),
        )
        for key in keys
    )
