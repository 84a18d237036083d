"""In which language the button of an ad is, market by market. Pure.

Spotify translates the words itself, into the languages it has. Source: Ads API v3, `AdLanguage`.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.errors import Invalid


class ButtonLanguage(StrEnum):
    """The languages Spotify has for a button, by the tags of BCP 47."""

    ARABIC = "ar"
    ARABIC_EGYPT = "ar-EG"
    BULGARIAN = "bg"
    CHINESE = "zh"
    CHINESE_HK = "zh-HK"
    CHINESE_TAIWAN = "zh-TW"
    CROATIAN = "hr"
    CZECH = "cs"
    DANISH = "da"
    DUTCH = "nl"
    ENGLISH = "en"
    FINNISH = "fi"
    FRENCH = "fr"
    FRENCH_CANADA = "fr-CA"
    GERMAN = "de"
    GREEK = "el"
    HEBREW = "he"
    HUNGARIAN = "hu"
    INDONESIAN = "id"
    ITALIAN = "it"
    JAPANESE = "ja"
    KOREAN = "ko"
    NORWEGIAN = "nb"
    POLISH = "pl"
    PORTUGUESE = "pt"
    PORTUGUESE_PORTUGAL = "pt-PT"
    ROMANIAN = "ro"
    RUSSIAN = "ru"
    SLOVAK = "sk"
    SPANISH = "es"
    SPANISH_ARGENTINA = "es-AR"
    SPANISH_LATAM_CARIBBEAN = "es-419"
    SPANISH_MEXICO = "es-MX"
    SWEDISH = "sv"
    THAI = "th"
    TURKISH = "tr"
    UKRAINIAN = "uk"
    VIETNAMESE = "vi"


class ButtonThere(BaseModel):
    """The language of the button in one market, an ISO 3166 code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    market: str
    language: ButtonLanguage


L = ButtonLanguage

#: What people speak, the most of them first, as far as Spotify has it. Where nothing stands here
#: the button is English, as Spotify has it where nobody says anything.
_SPOKEN: Mapping[str, Sequence[ButtonLanguage]] = MappingProxyType(
    {
        **dict.fromkeys(("AT", "DE", "LI"), (L.GERMAN,)),
        "CH": (L.GERMAN, L.FRENCH, L.ITALIAN),
        "BE": (L.DUTCH, L.FRENCH, L.GERMAN),
        "LU": (L.FRENCH, L.GERMAN),
        "NL": (L.DUTCH,),
        **dict.fromkeys(("FR", "MC"), (L.FRENCH,)),
        **dict.fromkeys(("IT", "SM"), (L.ITALIAN,)),
        "ES": (L.SPANISH,),
        "PT": (L.PORTUGUESE_PORTUGAL,),
        "BR": (L.PORTUGUESE,),
        "CA": (L.ENGLISH, L.FRENCH_CANADA),
        "US": (L.ENGLISH, L.SPANISH_LATAM_CARIBBEAN),
        "MX": (L.SPANISH_MEXICO,),
        "AR": (L.SPANISH_ARGENTINA,),
        **dict.fromkeys(
            "BO CL CO CR DO EC GT HN NI PA PE PR PY SV UY VE".split(),  # noqa: SIM905  As a list it reads worse.
            (L.SPANISH_LATAM_CARIBBEAN,),
        ),
        "SE": (L.SWEDISH,),
        "NO": (L.NORWEGIAN,),
        "DK": (L.DANISH,),
        "FI": (L.FINNISH, L.SWEDISH),
        "PL": (L.POLISH,),
        "CZ": (L.CZECH,),
        "SK": (L.SLOVAK,),
        "HU": (L.HUNGARIAN,),
        **dict.fromkeys(("MD", "RO"), (L.ROMANIAN,)),
        "BG": (L.BULGARIAN,),
        "HR": (L.CROATIAN,),
        "GR": (L.GREEK,),
        "CY": (L.GREEK, L.TURKISH),
        "TR": (L.TURKISH,),
        "UA": (L.UKRAINIAN, L.RUSSIAN),
        **dict.fromkeys(("BY", "KZ"), (L.RUSSIAN,)),
        "IL": (L.HEBREW, L.ARABIC),
        "EG": (L.ARABIC_EGYPT,),
        **dict.fromkeys(("AE", "BH", "IQ", "JO", "KW", "LY", "OM", "QA", "SA"), (L.ARABIC,)),
        **dict.fromkeys(("DZ", "LB", "MA", "TN"), (L.ARABIC, L.FRENCH)),
        "JP": (L.JAPANESE,),
        "KR": (L.KOREAN,),
        "TW": (L.CHINESE_TAIWAN,),
        "HK": (L.CHINESE_HK, L.ENGLISH),
        "SG": (L.ENGLISH, L.CHINESE),
        "TH": (L.THAI,),
        "VN": (L.VIETNAMESE,),
        "ID": (L.INDONESIAN,),
    }
)


def usual(market: str) -> ButtonLanguage:
    """Return the language of the button in a market of which a brief says nothing."""
    return _SPOKEN.get(market, (L.ENGLISH,))[0]


def language_in(named: Sequence[ButtonThere], market: str) -> ButtonLanguage:
    """Return the approved language in a market.

    Briefs that were approved before they said it were approved in English.
    """
    return next((one.language for one in named if one.market == market), L.ENGLISH)


def filled(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a brief in which each market has a language; what is malformed is left as it is."""
    markets, named = given.get("markets"), given.get("button_languages") or ()
    if not isinstance(markets, list | tuple) or not isinstance(named, list | tuple):
        return given
    said = [one.get("market") for one in named if isinstance(one, Mapping)]
    left = sorted({one for one in markets if isinstance(one, str) and one not in said})
    usuals = [{"market": market, "language": usual(market)} for market in left]
    return {**given, "button_languages": [*named, *usuals]}


def problems(named: Sequence[ButtonThere], markets: Sequence[str]) -> list[Invalid]:
    """Return which of the languages named belong to no market of the brief, or to one again."""
    found: list[Invalid] = []
    for at, one in enumerate(named):
        path = ("button_languages", str(at), "market")
        if one.market not in markets:
            said = f"The campaign does not run in `{one.market[:10]}`; leave its button out."
            found.append(Invalid("button_elsewhere", said, path))
        elif any(other.market == one.market for other in named[:at]):
            said = f"The button in {one.market} has a language already; name one."
            found.append(Invalid("button_twice", said, path))
    return found
