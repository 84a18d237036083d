"""What a brief's words are in a feed: a description as HTML, people by their parts, chapters. Pure.

Sources: Apple's list of tags in descriptions; the Podcast Namespace's taxonomy of people.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from html.parser import HTMLParser

from domain.feed_writing import Chapter, Person

#: The tags that clients read, and those of them that stand alone.
_TAGS, _ALONE = frozenset({"p", "br", "a", "h1", "h2", "ul", "ol", "li"}), frozenset({"br"})

#: What is between these is no text.
_SILENT = frozenset({"script", "style"})

#: Looks like HTML of those tags, so its writer meant it so.
_WRITTEN = re.compile(r"</?(?:p|br|a|h1|h2|ul|ol|li)\b[^>]*>", re.IGNORECASE)

#: Tags at which another line begins, and any tag at all.
_LINES = re.compile(r"</?(?:p|br|h1|h2|ul|ol|li)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)

_GAP = re.compile(r"\n[ \t]*\n\s*")

#: A credit as records tell it: `Ada Reader (reader, editor)`.
_CREDIT = re.compile(r"(?P<name>.*\S)\s*\((?P<parts>[^()]*)\)")

_CAST, _WRITING, _LEAD = "cast", "writing", "creative direction"

#: Parts that credits name, as the taxonomy has them: role and group. Of others it has no word.
_PARTS: Mapping[str, tuple[str, str]] = {
    "host": ("host", _CAST),
    "presenter": ("host", _CAST),
    "co-host": ("co-host", _CAST),
    "guest": ("guest", _CAST),
    "narrator": ("narrator", _CAST),
    "reader": ("narrator", _CAST),
    "reader of the introduction": ("narrator", _CAST),
    "actor": ("voice actor", _CAST),
    "author": ("author", _WRITING),
    "writer": ("writer", _WRITING),
    "editor": ("editor", _WRITING),
    "translator": ("translator", _WRITING),
    "lyricist": ("songwriter", _WRITING),
    "producer": ("producer", _LEAD),
    "director": ("director", _LEAD),
    "composer": ("composer", "audio post-production"),
    "sound designer": ("sound designer", "audio post-production"),
    "audio engineer": ("audio engineer", "audio production"),
}

#: A line of a description that says where something begins: `(1:02:03) What follows`.
_CHAPTER = re.compile(
    r"^[\s(\[]*(?:(?P<hours>\d{1,2}):)?(?P<minutes>[0-5]?\d):(?P<seconds>[0-5]\d)[)\]]?"
    r"[\s:\u2013-]+(?P<title>\S.*)$",
    re.MULTILINE,
)

#: The fewest chapters: one alone divides nothing.
_CHAPTERS_MIN = 2


class _Safe(HTMLParser):
    """Writes HTML anew, of the allowed tags alone; links are https."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._open: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag not in _TAGS:
            return
        target = dict(attrs).get("href") or ""
        if tag == "a" and not target.startswith("https://"):
            return  # Its text stays.
        self.written.append(f'<a href="{escape(target)}">' if tag == "a" else f"<{tag}>")
        if tag not in _ALONE:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in self._open:
            while (last := self._open.pop()) != tag:
                self.written.append(f"</{last}>")
            self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.written.append(escape(data, quote=False))

    def text(self) -> str:
        """Return what was written, with every tag closed."""
        self.close()
        return "".join((*self.written, *(f"</{tag}>" for tag in reversed(self._open))))


def html(text: str, notes: Iterable[str] = ()) -> str:
    """Return a description as HTML of a few tags, with a paragraph for each of `notes`.

    Plain text is divided into paragraphs; of HTML what is not allowed is left out, its text not.
    """
    whole = [text] if text.strip() else []
    if _WRITTEN.search(text):
        safe = _Safe()
        safe.feed(text)
        return safe.text() + "".join(map(_paragraphs, notes))
    return "".join(map(_paragraphs, (*whole, *notes)))


def persons(credits: Iterable[str]) -> tuple[Person, ...]:  # noqa: A002  What briefs call them.
    """Return who had which part, in order, as far as the taxonomy has a word for it."""
    found = {}
    for line in credits:
        match = _CREDIT.fullmatch(line.strip())
        for part in match["parts"].split(",") if match else ():
            known = _PARTS.get(part.strip().casefold())
            if match and known:
                found[match["name"], *known] = Person(match["name"], *known)
    return tuple(found.values())


def chapters(description: str, duration_ms: int | None) -> tuple[Chapter, ...]:
    """Return the chapters that a description lists line by line; none if they do not divide it.

    They do where the first begins at 0:00, and each later than the one before and within the audio.
    """
    found = [
        Chapter(_milliseconds(one), one["title"].strip())
        for one in _CHAPTER.finditer(_plain(description))
    ]
    starts = [one.starts_ms for one in found]
    if len(found) < _CHAPTERS_MIN or starts[0] != 0 or starts != sorted(set(starts)):
        return ()
    return tuple(found) if duration_ms is None or starts[-1] < duration_ms else ()


def _plain(description: str) -> str:
    """Return the lines of a description that may be HTML."""
    if not _WRITTEN.search(description):
        return description
    return unescape(_TAG.sub("", _LINES.sub("\n", description)))


def _milliseconds(match: re.Match[str]) -> int:
    hours, minutes, seconds = (int(match[name] or 0) for name in ("hours", "minutes", "seconds"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000


def _paragraphs(text: str) -> str:
    lines = escape(text.strip().replace("\r\n", "\n"), quote=False)
    return "".join("<p>" + one.replace("\n", "<br>") + "</p>" for one in _GAP.split(lines) if one)
