"""What is in an RSS feed, read piece by piece. Nothing of it is ever looked up elsewhere.

A document type that declares things is refused before the parser sees it, so there are no entities
beyond XML's own. What is read is forgotten as soon as its item is made.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Any

from lxml import etree

from connectors.onix import prolog
from domain.errors import Invalid
from domain.instants import in_utc
from domain.public_feeds import Item, Unreadable
from domain.territories import TERRITORIES
from domain.text import honest

#: How many items a feed may have, and the longest of their texts, in characters.
ITEMS_MAX = 10_000
GUID_MAX, TITLE_MAX, ADDRESS_MAX = 500, 300, 2_000

#: The namespace of restrictions by country. Source: the Media RSS specification, 1.5.1.
_MEDIA = "{http://search.yahoo.com/mrss/}"


class Feed:
    """A feed of which more and more is read; its items, each `guid` once, in their order."""

    def __init__(self) -> None:
        self._head = b""
        self._parser: Any = None
        self._found: dict[str, Item] = {}
        self._rooted = False

    def take(self, piece: bytes) -> None:
        """Read another piece; raises `Unreadable` for what is no feed."""
        try:
            if self._parser is not None:
                self._parser.feed(piece)
                self._read()
                return
            self._head += piece
            if len(self._head) >= prolog.PROLOG_MAX:
                self._begin()
        except etree.XMLSyntaxError as error:
            raise _broken(error) from error

    def items(self) -> list[Item]:
        """Return what it carries, once all of it was taken; raises `Unreadable`."""
        try:
            if self._parser is None:
                self._begin()
            self._parser.close()
            self._read()
        except etree.XMLSyntaxError as error:
            raise _broken(error) from error
        if not self._rooted:
            raise Unreadable("This is no RSS feed.")
        return [*self._found.values()]

    def _begin(self) -> None:
        """Judge what was taken so far, and have it parsed if nothing is wrong with it."""
        try:
            prolog.judge(self._head)
        except Invalid as refusal:
            said = "It is no XML that is read here, or it declares entities."
            raise Unreadable(said) from refusal
        self._parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=["rss", "item"],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        head, self._head = self._head, b""
        self._parser.feed(head)
        self._read()

    def _read(self) -> None:
        for event, element in self._parser.read_events():
            if element.tag == "rss":
                self._rooted = self._rooted or element.getparent() is None
            elif event == "end":
                item = _item(element)
                if item is not None:
                    self._found.setdefault(item.guid, item)
                if len(self._found) > ITEMS_MAX:
                    raise Unreadable(f"It has more than {ITEMS_MAX:,} items.")
                _forget(element)


def _item(element: Any) -> Item | None:  # noqa: ANN401  lxml's element.
    """Return an item that can be heard; None for what carries no file, as a note does."""
    enclosure = element.find("enclosure")
    address = "" if enclosure is None else (enclosure.get("url") or "").strip()
    if not address or len(address) > ADDRESS_MAX:
        return None
    guid = " ".join((element.findtext("guid") or address).split())
    only, never = _countries(element.iter(f"{_MEDIA}restriction"))
    return Item(
        guid=guid if len(guid) <= GUID_MAX else sha256(guid.encode()).hexdigest(),
        title=_plain(element.findtext("title") or ""),
        address=address,
        published_at=_instant(element.findtext("pubDate")),
        only=only,
        never=never,
    )


def _countries(found: Iterable[Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return where alone an item is shown, and where it is not; codes that are none are left out.

    What is allowed in no country that we know counts as shown everywhere, for that is the worse.
    """
    only: set[str] = set()
    never: set[str] = set()
    for one in found:
        if (one.get("type") or "") != "country":
            continue
        codes = {code.upper() for code in (one.text or "").split()} & TERRITORIES
        (only if one.get("relationship") == "allow" else never).update(codes)
    return tuple(sorted(only)), tuple(sorted(never))


def _plain(title: str) -> str:
    said = " ".join(title.split())[:TITLE_MAX]
    return "" if honest(said, ("title",)) else said


def _instant(said: str | None) -> datetime | None:
    try:
        at = parsedate_to_datetime((said or "").strip())
        return in_utc(at if at.tzinfo else at.replace(tzinfo=UTC))
    except (ValueError, OverflowError, Invalid):  # A year, or a zone, may be beyond all numbers.
        return None


def _forget(element: Any) -> None:  # noqa: ANN401  As above.
    """Forget an item that was read, and everything before it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _broken(error: etree.XMLSyntaxError) -> Unreadable:
    return Unreadable(f"Its XML is broken in line {error.lineno}.")
