"""What is found wrong in one place of a feed, and what is looked at in every place alike."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from connectors.webhooks import addresses
from domain.audience.guarding import TARGET_MAX
from domain.errors import Invalid
from domain.feed_writing import Finding, Person
from domain.territories import TERRITORIES
from domain.text import cleared, storable

#: How much of something wrong is repeated, in characters.
_SHOWN_MAX = 60

#: How long a title or name may be before directories cut it, in characters. Source: Apple.
NAME_MAX = 255

#: Ends of names that lead nowhere but inside a house. Sources: RFC 6761, RFC 6762, RFC 8375, and
#: ICANN's resolution of July 2024.
_INSIDE = (".localhost", ".local", ".internal", ".invalid", ".arpa")

#: A language as RFC 5646 writes it: language, script, region, variants.
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*",
    re.IGNORECASE,
)

#: What XML has no way to write although it is text elsewhere. Source: XML 1.0, production 2.
_NO_XML = re.compile("[\ufffe\uffff]")

#: What pictures of feeds are. Source: Apple.
_IMAGES = (".jpg", ".jpeg", ".png")


@dataclass(slots=True)
class Notes:
    """What is wrong with `where`, the channel or an item by its GUID."""

    where: str
    loopback: bool
    found: list[Finding] = field(default_factory=list)

    def stop(self, code: str, message: str, cure: str) -> None:
        """Note what directories refuse."""
        self.note(code, message, cure, stops=True)

    def warn(self, code: str, message: str, cure: str) -> None:
        """Note what they take, but what is not as it should be."""
        self.note(code, message, cure, stops=False)

    def note(self, code: str, message: str, cure: str, *, stops: bool) -> None:
        """Note what is wrong; `stops` is whether directories refuse it."""
        self.found.append(Finding(self.where, code, message, cure, stops))

    def reaches(self, given: str) -> bool:
        """Return whether anybody on the internet can ask for an address."""
        try:
            addresses.require(given, loopback=self.loopback)
        except Invalid:
            return False
        return not (urlsplit(given).hostname or "").endswith(_INSIDE)

    def address(self, name: str, given: str, *, stops: bool) -> bool:
        """Note an address that nobody on the internet can ask for; return whether one can."""
        public = self.reaches(given)
        if not public:
            self.note(
                "bad_address",
                f"{name} is `{shown(given)}`, which is no public address with https",
                "Give one such as https://www.example.com/show: without a port, not longer than"
                f" {TARGET_MAX} characters",
                stops=stops,
            )
        return public

    def image(self, given: str, *, stops: bool) -> None:
        """Look whether an address can be that of a picture."""
        public = self.address("The picture's address", given, stops=stops)
        if public and ending(given) not in _IMAGES:
            self.note(
                "bad_image_name",
                f"The picture's address `{shown(given)}` ends neither in .jpg nor in .png",
                "Serve it as a JPEG or PNG file under a name that says so",
                stops=stops,
            )

    def countries(self, name: str, codes: Iterable[str]) -> None:
        """Look whether codes are countries."""
        strange = sorted({code for code in codes if code.upper() not in TERRITORIES})
        if strange:
            self.stop(
                "bad_country",
                f"{name}: `{shown(' '.join(strange))}` is in no list of countries",
                "Give the two letters that ISO 3166-1 has for each country",
            )

    def language(self, name: str, given: str, *, stops: bool) -> None:
        """Look whether a language is written as such."""
        if not _LANGUAGE.fullmatch(given):
            self.note(
                "bad_language",
                f"{name} is `{shown(given)}`, which is no language",
                "Write it as de or en-GB (RFC 5646)",
                stops=stops,
            )

    def long(self, name: str, given: str, most: int = NAME_MAX) -> None:
        """Look whether a text will be cut."""
        if len(given) > most:
            self.warn(
                "cut",
                f"{name} has {len(given):,} characters, of which {most:,} are shown",
                "Shorten it, or put first what matters",
            )

    def persons(self, persons: Iterable[Person]) -> None:
        """Look whether those who took part have names, and addresses that can be asked for."""
        for one in persons:
            if not one.name.strip():
                self.warn("no_name", "Somebody who took part has no name", "Name or remove them")
            if one.address:
                self.address(f"The address of {shown(one.name)}", one.address, stops=False)
            if one.image_address:
                self.image(one.image_address, stops=False)

    def characters(self, texts: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """Look for characters that cannot be written."""
        for text, path in texts:
            found = _NO_XML.search(text)
            if found or storable(text):
                name = " ".join(path).replace("_", " ")
                which = f"U+{ord(found[0]):04X}" if found else "a control character"
                said = f"There is {which} in {name}, which XML cannot carry"
                self.stop("control_character", said, "Take it out; it is often pasted unseen")


def texts_of(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every text of a channel or item, with its place there."""
    if isinstance(value, str):
        yield value, path
    elif isinstance(value, tuple):
        for one in value:
            yield from texts_of(one, path)
    else:
        for name in getattr(value, "__dataclass_fields__", ()):
            yield from texts_of(getattr(value, name), (*path, name))


def shown(given: str) -> str:
    """Return as much of something as is repeated to whoever gave it, and only what is text."""
    said = cleared(given)
    return said if len(said) <= _SHOWN_MAX else said[: _SHOWN_MAX - 1] + "…"


def ending(address: str) -> str:
    """Return the end of the name of a sound address's file in small letters, such as `.mp3`."""
    name = urlsplit(address).path.lower().rpartition("/")[2]
    return name[name.rfind(".") :] if "." in name else ""
