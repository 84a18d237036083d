"""What people, teams and chat accounts may be called. Pure."""

import re

from domain import mail_addresses
from domain.errors import Invalid
from domain.people.rules import spelled

#: The longest name of a person or team, in characters.
NAME_LENGTH_MAX = 120

#: The longest id a chat system gives a workspace, place or account, in characters.
OUTSIDE_ID_LENGTH_MAX = 32

#: The longest name of a language with its country, as the tables hold it.
LOCALE_LENGTH_MAX = 16

_LOCALE = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


def clean_locale(text: str) -> str:
    """Return the name of a language, such as de or en-GB; `Invalid` if it is none."""
    if len(text) > LOCALE_LENGTH_MAX or not _LOCALE.fullmatch(text):
        raise Invalid(
            "bad_locale",
            f"`{text[:LOCALE_LENGTH_MAX]}` is no language; use one such as de or en-GB.",
            ("locale",),
        )
    return text.replace("_", "-")


def clean_name(text: str) -> str:
    """Return a name with single blanks; `Invalid` if it is none."""
    cleaned = " ".join(text.split())
    if not 0 < len(cleaned) <= NAME_LENGTH_MAX or not cleaned.isprintable():
        raise Invalid(
            "bad_name",
            f"A name has 1 to {NAME_LENGTH_MAX} characters, all of them visible.",
            ("name",),
        )
    return cleaned


def check_outside_id(value: str | None, field: str) -> None:
    """Raise `Invalid` unless `value` can be an id of a chat system, or is left out."""
    if value is None:
        return
    if not (0 < len(value) <= OUTSIDE_ID_LENGTH_MAX and value.isascii() and value.isalnum()):
        raise Invalid(
            "bad_outside_id",
            f"`{value[:OUTSIDE_ID_LENGTH_MAX]}` is no id of the chat system; copy it from there,"
            " such as T0123456789.",
            (field,),
        )


def clean_email(text: str) -> str:
    """Return an address as it is compared; `Invalid` if it is none."""
    cleaned = spelled(text)
    mail_addresses.require(cleaned)
    return cleaned
