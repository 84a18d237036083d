"""What the bot says in each language, as its translators wrote it, and how the core is known again.

`locales/<language>.po` holds it: sentences of the bot, and those of the core under a context, which
is the code of an error or what else such sentences are told by.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

#: The language of the code, and of everybody whose own the bot does not speak.
ENGLISH = "en"

#: A sentence of the core: what knows it again, whatever its values, and what is said of it.
Known = tuple[re.Pattern[str], str]

#: How many signs beside its values a sentence has at least that is known without its context.
WORDS_MIN = 16

_VALUE, _ESCAPED = re.compile(r"\(\?P[^)]*\)"), re.compile(r"\\(.)", re.DOTALL)


@cache
def languages() -> tuple[str, ...]:
    """Return every language the bot speaks, English first."""
    held = (one.name for one in resources.files("bot").joinpath("locales").iterdir())
    return (ENGLISH, *sorted(name.removesuffix(".po") for name in held if name.endswith(".po")))


@cache
def catalogue(language: str) -> NullTranslations:
    """Return what a language says for each English sentence; nothing for English itself.

    It is compiled in memory, for the tree holds what people write only.
    """
    if language == ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, written(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def sentences(language: str) -> Mapping[str, list[Known]]:
    """Return the translated sentences of the core by their context.

    Sentences with more fixed words come first, for they say more.
    """
    found: dict[str, list[Known]] = defaultdict(list)
    held = Catalog() if language == ENGLISH else written(language)
    for one in sorted(held, key=lambda one: -len(str(one.id))):
        if one.context and isinstance(one.id, str) and isinstance(one.string, str) and one.string:
            found[one.context].append((_pattern(one.id), one.string))
    return found


@cache
def anywhere(language: str) -> Sequence[Known]:
    """Return those of every context that have words enough to be known without it."""
    every = (one for held in sentences(language).values() for one in held)
    return [one for one in every if _words(one) >= WORDS_MIN]


def _words(known: Known) -> int:
    """Return how many signs of a sentence are no values."""
    return len(_ESCAPED.sub(r"\1", _VALUE.sub("", known[0].pattern)))


def _pattern(sentence: str) -> re.Pattern[str]:
    """Return what matches a sentence, whatever its values; a name that comes again is the same."""
    made, named = "", set[str]()
    for words, name, *_ in Formatter().parse(sentence):
        made += re.escape(words)
        if name:
            made += f"(?P={name})" if name in named else f"(?P<{name}>.*?)"
            named.add(name)
    return re.compile(made, re.DOTALL)


def load() -> None:
    """Read every catalogue now rather than when somebody first waits for it."""
    for language in languages():
        catalogue(language)
        anywhere(language)


def written(language: str) -> Catalog:
    """Return the catalogue of a language as its translator wrote it."""
    file = resources.files("bot").joinpath("locales", f"{language}.po")
    return read_po(BytesIO(file.read_bytes()), locale=language)
