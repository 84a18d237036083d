"""Tables of accounts and of what they did, as CSV: what can be read, and what is set aside. Pure.

The first line names the columns, in any order. A line that cannot be read keeps no other out.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from domain.audience import hashed
from domain.audience.accounts.model import Described, Engaged, Keyed, SetAside, Sheet, Signal
from domain.catalog.premises import Tier, check_pseudonym
from domain.errors import Invalid
from domain.territories import TERRITORIES

#: The largest table: characters, and lines.
SIZE_MAX = 900_000
LINES_MAX = 5_000

#: The longest name of a subject or product, the most products, the most times in a day.
NAME_MAX = 120
PRODUCTS_MAX = 50
TIMES_MAX = 10_000

#: What goes into each column, and which a table needs.
COLUMNS: Mapping[Sheet, Mapping[str, str]] = MappingProxyType(
    {
        Sheet.ACCOUNTS: {
            "account": "the pseudonym, 4 to 64 letters, digits and . _ -",
            "tier": "standard, preferred or key; empty leaves it as it is",
            "region": "ISO 3166-1 code such as DE; empty leaves it as it is",
            "products": "all that is owned, parted by ;, or none; empty leaves them as they are",
        },
        Sheet.ENGAGEMENT: {
            "account": "the pseudonym",
            "day": "the day in UTC, such as 2026-07-01",
            "signal": "listen, skip, follow or add",
            "subject": "what was heard or followed, such as a show's name or a Spotify URI",
            "times": "the day's total, a whole number from 0; 1 if empty",
        },
        Sheet.KEYS: {
            "account": "the pseudonym",
            "key": "the SHA-256 of the address, trimmed and in small letters, as 64 hex digits",
        },
    }
)
NEEDED: Mapping[Sheet, frozenset[str]] = MappingProxyType(
    {
        Sheet.ACCOUNTS: frozenset({"account"}),
        Sheet.ENGAGEMENT: frozenset({"account", "day", "signal", "subject"}),
        Sheet.KEYS: frozenset({"account", "key"}),
    }
)

_WHOLE = re.compile(r"[0-9]{1,6}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Row = TypeVar("Row", Described, Engaged, Keyed)
Word = TypeVar("Word", bound=StrEnum)


def accounts(text: str) -> tuple[list[Described], list[SetAside]]:
    """Return what a table says of accounts, each once, and the lines that are set aside.

    `Invalid` if it is no such table.
    """
    found, aside = _read(Sheet.ACCOUNTS, text, described)
    return _once(found, lambda one: one.pseudonym, aside), aside


def engagement(text: str, today: date) -> tuple[list[Engaged], list[SetAside]]:
    """Return what a table says that accounts did, as `accounts` does; no day after `today`."""
    found, aside = _read(Sheet.ENGAGEMENT, text, lambda at, cells: engaged(at, cells, today))
    return _once(found, lambda one: one.key, aside), aside


def events(given: Sequence[Mapping[str, str]], today: date) -> tuple[list[Engaged], list[SetAside]]:
    """Return what entries say that accounts did, by column, as `engagement` does of lines.

    Entries count from 1.
    """
    if len(given) > LINES_MAX:
        raise _no_table(f"Send at most {LINES_MAX:,} at once; these are {len(given):,}.")
    row_of = partial(engaged, today=today)
    return _each(Sheet.ENGAGEMENT, given, row_of, lambda one: one.key)


def keys(text: str) -> tuple[list[Keyed], list[SetAside]]:
    """Return what a table says by which keys accounts are known again, as `accounts` does.

    `Invalid` for all of it where an address stands in it that is not hashed.
    """
    hashed.require_hashed([text])
    found, aside = _read(Sheet.KEYS, text, keyed)
    return _once(found, lambda one: one.pseudonym, aside), aside


def given_keys(given: Sequence[Mapping[str, str]]) -> tuple[list[Keyed], list[SetAside]]:
    """Return what entries say of keys, by column, as `keys` does of lines; they count from 1."""
    if len(given) > hashed.KEYS_MAX:
        raise _no_table(f"Send at most {hashed.KEYS_MAX:,} at once; these are {len(given):,}.")
    hashed.require_hashed(cell for cells in given for cell in cells.values())
    return _each(Sheet.KEYS, given, keyed, lambda one: one.pseudonym)


def keyed(line: int, cells: Mapping[str, str]) -> Keyed:
    """Return what a line says of a key; `Invalid` as with `described`, and never with the key."""
    check_pseudonym(cells.get("account", ""))
    return Keyed(line, cells["account"], hashed.checked(cells.get("key", "")))


def described(line: int, cells: Mapping[str, str]) -> Described:
    """Return what a line says of an account; `Invalid`, with the column, if it cannot be read."""
    check_pseudonym(cells.get("account", ""))
    region = cells.get("region", "").upper()
    if region and region not in TERRITORIES:
        raise Invalid("bad_cell", f"`{region[:20]}` is no country of ISO 3166-1.", ("region",))
    written, tier = cells.get("products", ""), cells.get("tier", "")
    return Described(
        line=line,
        pseudonym=cells["account"],
        tier=_word(Tier, tier, "tier") if tier else None,
        region=region or None,
        products=_products(written) if written else None,
    )


def engaged(line: int, cells: Mapping[str, str], today: date) -> Engaged:
    """Return what a line says that an account did; `Invalid` as with `described`."""
    check_pseudonym(cells.get("account", ""))
    written, times = cells.get("day", ""), cells.get("times", "") or "1"
    if not _DAY.fullmatch(written):
        raise _bad(written, "no day as in 2026-07-01", "day")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise _bad(written, "no day as in 2026-07-01", "day") from None
    if day > today:
        raise Invalid("bad_cell", f"{day} is ahead of today, in UTC.", ("day",))
    if not _WHOLE.fullmatch(times) or int(times) > TIMES_MAX:
        raise _bad(times, f"no whole number from 0 to {TIMES_MAX:,}", "times")
    return Engaged(
        line=line,
        pseudonym=cells["account"],
        day=day,
        signal=_word(Signal, cells.get("signal", ""), "signal"),
        subject=_name(cells.get("subject", ""), "subject"),
        times=int(times),
    )


def cure_of(sheet: Sheet, error: Invalid) -> str:
    """Return what to do about a line that cannot be read."""
    name = str(error.path[0]) if error.path else ""
    column = "account" if name == "pseudonym" else name
    meaning = COLUMNS[sheet].get(column)
    if meaning is None:
        return "Mend it, and bring it in again."
    return f"Put into `{column}` {meaning}; then bring it in again."


def _each(
    sheet: Sheet,
    given: Sequence[Mapping[str, str]],
    row_of: Callable[[int, Mapping[str, str]], Row],
    key: Callable[[Row], object],
) -> tuple[list[Row], list[SetAside]]:
    found: list[Row] = []
    aside: list[SetAside] = []
    for at, cells in enumerate(given, start=1):
        try:
            found.append(row_of(at, cells))
        except Invalid as error:
            aside.append(SetAside(at, error.message, cure_of(sheet, error)))
    return _once(found, key, aside), aside


def _read(
    sheet: Sheet, text: str, row_of: Callable[[int, Mapping[str, str]], Row]
) -> tuple[list[Row], list[SetAside]]:
    if len(text) > SIZE_MAX:
        raise _no_table(f"A table has at most {SIZE_MAX:,} characters; this one has {len(text):,}.")
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    found: list[Row] = []
    aside: list[SetAside] = []
    try:
        header = [name.strip().lower() for name in next(lines, [])]
        _check_header(sheet, header)
        for at, row in enumerate(lines):
            if at >= LINES_MAX:
                raise _no_table(f"A table has at most {LINES_MAX:,} lines; bring more in parts.")
            if any(cell.strip() for cell in row):
                _take(sheet, header, lines.line_num, row, row_of, found, aside)
    except csv.Error as error:
        raise _no_table(f"Line {lines.line_num} is no CSV: {error}.") from error
    return found, aside


def _take(
    sheet: Sheet,
    header: list[str],
    line: int,
    row: list[str],
    row_of: Callable[[int, Mapping[str, str]], Row],
    found: list[Row],
    aside: list[SetAside],
) -> None:
    if len(row) != len(header):
        reason = f"It has {len(row)} cells, and the first line {len(header)}."
        aside.append(SetAside(line, reason, "Give each column a cell, an empty one where nothing."))
        return
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    try:
        found.append(row_of(line, cells))
    except Invalid as error:
        aside.append(SetAside(line, error.message, cure_of(sheet, error)))


def _once(found: list[Row], key: Callable[[Row], object], aside: list[SetAside]) -> list[Row]:
    """Return the rows that say something of what no other row does; the others are set aside."""
    kept: dict[object, Row] = {}
    for row in found:
        if key(row) not in kept:
            kept[key(row)] = row
            continue
        reason = f"Line {kept[key(row)].line} says something of the same."
        aside.append(SetAside(row.line, reason, "Say it once: for a day, its total."))
    aside.sort(key=lambda one: one.line)
    return list(kept.values())


def _check_header(sheet: Sheet, header: list[str]) -> None:
    known = ", ".join(f"`{name}`" for name in COLUMNS[sheet])
    if unknown := [name for name in header if name not in COLUMNS[sheet]]:
        raise _no_table(f"`{unknown[0][:40]}` is no column; there are {known}.")
    if missing := sorted(NEEDED[sheet] - set(header)):
        raise _no_table(f"The column `{missing[0]}` is missing; there are {known}.")
    if len(set(header)) != len(header):
        raise _no_table("A column stands there twice; name each once.")


def _products(written: str) -> tuple[str, ...]:
    if written.lower() == "none":
        return ()
    names = [_name(one.strip(), "products") for one in written.split(";") if one.strip()]
    if len(set(names)) > PRODUCTS_MAX:
        raise Invalid("bad_cell", f"There are more than {PRODUCTS_MAX} products.", ("products",))
    return tuple(sorted(set(names)))


def _name(text: str, column: str) -> str:
    if not text or len(text) > NAME_MAX or not text.isprintable():
        said = f"This takes 1 to {NAME_MAX} visible characters."
        raise Invalid("bad_cell", said, (column,))
    return text


def _word(kind: type[Word], text: str, column: str) -> Word:
    try:
        return kind(text.lower())
    except ValueError:
        raise _bad(text, f"none of {', '.join(one.value for one in kind)}", column) from None


def _bad(text: str, what: str, column: str) -> Invalid:
    given = f"`{text[:40]}`" if text else "Nothing"
    return Invalid("bad_cell", f"{given} stands there, and is {what}.", (column,))


def _no_table(message: str) -> Invalid:
    return Invalid("bad_table", message, ("table",))
