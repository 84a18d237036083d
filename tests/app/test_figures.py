"""Files of figures as programs write them, read or refused with what to do."""

import codecs
import json

import pytest

from app.files.figures import columns_of
from app.files.tables import COLUMNS_MAX
from domain.errors import Invalid

WIDE = [f"c{one}" for one in range(COLUMNS_MAX + 1)]
ROW = {"Date": "2026-11-10", "Episode": "eps_1", "Plays": 7}


def names(content: bytes) -> list[str]:
    return [one.name for one in columns_of(content, "other", {}, {})]


def test_a_list_in_json_may_begin_with_a_byte_order_mark() -> None:
    assert names(codecs.BOM_UTF8 + json.dumps([ROW]).encode()) == ["date", "episode", "plays"]


def test_half_a_character_keeps_no_file_out() -> None:
    cut = json.dumps([ROW | {"Title": "Cut \ud83d"}]).encode()
    (title,) = [one for one in columns_of(cut, "other", {}, {}) if one.name == "title"]

    assert title.samples == ("Cut ?",)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (json.dumps({"rows": [ROW] * 4_000}).encode(), "bad_json"),
        (b'"' + b"x" * 200_000 + b"\n", "bad_table"),
        (",".join(WIDE).encode(), "too_many_columns"),
        (
            json.dumps([{one: 1} for one in WIDE]).encode(),
            "too_many_columns",
        ),
    ],
)
def test_what_nobody_can_read_is_refused_at_once(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as raised:
        names(content)

    assert raised.value.code == code
