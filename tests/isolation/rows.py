"""Rows of tables that only long stories fill, put there as the hub itself writes them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typeid import TypeID

from domain.database import sql

#: What has to differ between the sides, and is no text.
NUMBERS = {
    "BBB": {
        "code": "bbb-code",
        "isbn": "9783161484100",
        "serial": "101",
        "market": "DE",
        "table": "lead_routing",
    },
    "AAA": {
        "code": "aaa-code",
        "isbn": "9783161484117",
        "serial": "202",
        "market": "FR",
        "table": "campaign_review",
    },
}
PLACE = Path(__file__).with_name("rows.json")


async def stand(mark: str, roots: Mapping[str, str]) -> dict[str, str]:
    """Put the rows of `rows.json` into their tables; return the ids, by table.

    A second row of a table has a word behind the table's name, and its id is known by both.
    """
    rows = json.loads(PLACE.read_text())
    known = dict(roots) | NUMBERS[mark]
    for table, columns in rows.items():
        made = str(columns.get("id", ""))
        if made.startswith("new "):
            known[table] = str(TypeID(prefix=made.removeprefix("new ")))
    for table, columns in rows.items():
        row = {key: _meant(value, mark, known) for key, value in columns.items()}
        if "id" in row and table in known:
            row["id"] = known[table]
        names, marks = ", ".join(f'"{key}"' for key in row), sql.placeholders(1, len(row))
        into = table.partition(" ")[0]
        await sql.execute(f"INSERT INTO {into} ({names}) VALUES ({marks})", *row.values())
    return known


def _meant(value: Any, mark: str, known: Mapping[str, str]) -> Any:
    """Return what stands for something in `rows.json`: an id, or a text of this side."""
    if isinstance(value, (dict, list)):
        return json.loads(_text(json.dumps(value), mark, known))
    return _text(value, mark, known) if isinstance(value, str) else value


def _text(value: str, mark: str, known: Mapping[str, str]) -> str:
    for name in sorted(known, key=len, reverse=True):
        value = value.replace(f"${name}", known[name])
    return value.replace("BBB", mark)
