"""Which tracks of a playlist are one recording, though not all of them say by which ISRC. Pure."""

from collections.abc import Sequence

from domain.text import folded


def may_be(tracks: Sequence[tuple[str, str]]) -> list[frozenset[str]]:
    """Return the ISRCs by which each track may be known; `tracks` are ISRCs and names, in order.

    One that has an ISRC is that recording. One that has none is taken for those of its name that
    stand beside it, letter case apart; of a name that nobody gives an ISRC to, nothing is known.
    """
    named: dict[str, set[str]] = {}
    for code, name in tracks:
        if code:
            named.setdefault(folded(name), set()).add(code)
    return [
        frozenset({code}) if code else frozenset(named.get(folded(name), ()))
        for code, name in tracks
    ]


def name_of(artist: str, title: str) -> str:
    """Return what a track is called."""
    return f"{artist}: {title}"
