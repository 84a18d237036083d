"""Which part of a whole a figure is of, in one form each, so that a part is one series. Pure.

A part is `country=SE`; several at once are joined by commas, in the order of their names.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from unicodedata import normalize

from iso3166 import countries_by_alpha3, countries_by_apolitical_name, countries_by_name

from domain import text
from domain.errors import Invalid
from domain.territories import TERRITORIES

#: The longest part as it is kept, in characters.
PART_MAX = 80

#: How much of a wrong text is repeated, in characters.
_SHOWN = 40

#: Where another part begins; a comma within a name is none.
_NEXT = re.compile(r",(?=\s*[A-Za-z_]\w*\s*=)")

_NAME = re.compile(r"[a-z_][a-z0-9_]*")

_CURE = "Write it as `country=SE`, or leave it empty for the whole."

#: Kosovo has no code of ISO's; Spotify counts it by this one.
_COUNTRIES = TERRITORIES | {"XK"}


def read(said: str) -> str:
    """Return the one form of a part such as `country=SE`; empty for the whole.

    Names of parts are in small letters, countries are two capital letters, whatever they came as;
    of other parts the text stays, but for its blanks. `Invalid` has the cure as its path.
    """
    if not said.strip():
        return ""
    shown = text.cleared(" ".join(said.split()))[:_SHOWN]
    if text.one_line(said.strip()):
        odd = f"`{shown}` holds a character that no name has"
        raise Invalid("no_dimension", odd, ("Take it out.",))
    parts: dict[str, str] = {}
    for piece in _NEXT.split(said):
        name, equals, part = piece.partition("=")
        name, part = name.strip().lower(), " ".join(normalize("NFC", part).split())
        if not (equals and part and _NAME.fullmatch(name)) or name in parts:
            raise Invalid("no_dimension", f"`{shown}` is no part of a whole", (_CURE,))
        parts[name] = _FORMS.get(name, str)(part)
    form = ",".join(f"{name}={parts[name]}" for name in sorted(parts))
    if len(form) > PART_MAX:
        long = f"`{shown}` is longer than {PART_MAX} characters"
        raise Invalid("no_dimension", long, ("Give it a shorter name.",))
    return form


def asked(said: str) -> str:
    """Return what `read` does, for whoever asks for a part: `Invalid` at the field `dimension`."""
    try:
        return read(said)
    except Invalid as error:
        told = f"{error.message}. {error.path[0]}"
        raise Invalid(error.code, told, ("dimension",)) from None


def _country(said: str) -> str:
    name = said.upper()
    for known in (countries_by_alpha3, countries_by_name, countries_by_apolitical_name):
        if name in known:
            name = known[name].alpha2
    if name not in _COUNTRIES:
        cure = "Write its two letters as ISO 3166-1 has them, as in `country=SE`."
        raise Invalid("no_dimension", f"`{said[:_SHOWN]}` is no country", (cure,))
    return name


#: The one form of those parts whose words are not only names.
_FORMS: Mapping[str, Callable[[str], str]] = MappingProxyType({"country": _country})
