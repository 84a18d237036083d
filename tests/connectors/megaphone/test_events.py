"""Megaphone's events are counted as they are read, and whom they are of is never kept."""

import gzip
import json
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from connectors.megaphone import events
from connectors.megaphone.events import Counted
from domain.errors import Invalid

ADDRESS = "203.0.113.77"


def impression(day: int = 20, episode: str = "ep-1", **changes: Any) -> dict[str, Any]:
    at = f"2026-11-{day}T10:11:12.000Z"
    row = {"created_at": at, "episode_id": episode, "impression_type": "DAI", "ip": ADDRESS}
    return row | changes


def download(seconds: float = 90, **changes: Any) -> dict[str, Any]:
    row = impression(seconds_downloaded=seconds, blacklisted_ip=False, user_agent="Player/1")
    del row["impression_type"]
    return row | changes


def read(path: Path) -> Counted:
    with path.open("rb", buffering=0) as source:
        return events.counted(source)


def told(path: Path, *rows: Any) -> Counted:
    path.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    return read(path)


def test_impressions_are_counted_by_day_and_episode(tmp_path: Path) -> None:
    rows = [impression(), impression(21), impression(), impression(episode="ep-2")]
    lines = told(tmp_path / "a.json", *rows).lines({"ep-1": "epi_1"})

    assert [(one.number, one.day, one.subject, one.metric, one.value) for one in lines] == [
        (1, "2026-11-20", "epi_1", "ad_delivered", "2"),
        (2, "2026-11-21", "epi_1", "ad_delivered", "1"),
        (4, "2026-11-20", "ep-2", "ad_delivered", "1"),
    ]


def test_a_download_is_of_a_minute_and_of_no_robot(tmp_path: Path) -> None:
    rows = [download(60), download(59), download(blacklisted_ua=True), download(1_000)]
    found = told(tmp_path / "a.json", *rows)

    assert found.counts == {("2026-11-20", "ep-1", "downloads"): 2}
    assert found.problems == []


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("chunk", [1, 7, 1 << 16])
def test_a_list_says_the_same_as_lines_packed_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int, *, packed: bool
) -> None:
    monkeypatch.setattr(events, "CHUNK", chunk)
    rows = [impression(), download(), impression(21)]
    path = tmp_path / "a.json"
    text = json.dumps(rows, indent=1).encode()
    path.write_bytes(gzip.compress(text) if packed else text)

    assert read(path).counts == told(tmp_path / "b.json", *rows).counts


def test_an_instant_is_put_down_to_its_day_in_utc(tmp_path: Path) -> None:
    at = ["2026-11-20T23:30:00-05:00", "2026-11-20 23:30:00"]
    found = told(tmp_path / "a.json", *(impression(created_at=one) for one in at))

    assert [day for day, _, _ in found.counts] == ["2026-11-21", "2026-11-20"]


def test_what_a_row_does_not_say_is_told_by_its_number(tmp_path: Path) -> None:
    rows = [impression(), impression(created_at="soon"), {"id": 1}, impression(episode=""), 7]
    found = told(tmp_path / "a.json", *rows)

    assert [(one.line, one.reason) for one in found.problems] == [
        (2, "The row does not say its day"),
        (3, "The row does not say its counts"),
        (4, "The row does not say its episode"),
        (5, "The row does not say its counts"),
    ]


def test_nobody_s_address_leaves_the_file(tmp_path: Path) -> None:
    found = told(tmp_path / "a.json", impression(), download(), impression(created_at=ADDRESS[:1]))

    assert ADDRESS not in repr(found)
    assert ADDRESS not in repr(found.lines({}))


@pytest.mark.parametrize(
    "content",
    [
        b'{"episode_id": "a"',
        b'[{"a": 1}, nonsense]',
        gzip.compress(b'{"a": 1}' * 100, mtime=0)[:-12],
        gzip.compress(b'{"a": 1}' * 100, mtime=0)[:10] + b"\xff" * 40,
        b'{"a":' * 50_000,
        b'"\xff\xfe"',
        b'{"a": "' + b"x" * (events.ROW_MAX + 1) + b'"}',
    ],
    ids=[
        "cut off",
        "no JSON",
        "cut off in gzip",
        "broken in gzip",
        "too deep",
        "no UTF-8",
        "too long a row",
    ],
)
def test_a_file_that_is_not_whole_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        read(path)

    assert refused.value.code == "bad_events"


def test_a_long_file_takes_no_more_memory_than_a_piece_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.json.gz"

    def written() -> Iterable[str]:
        return (json.dumps(impression(episode=f"ep-{n % 5}", pad="x" * 200)) for n in range(9_000))

    with gzip.open(path, "wt", encoding="utf-8") as target:
        target.writelines(f"{one}\n" for one in written())
    tracemalloc.start()
    found = read(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sum(found.counts.values()) == 9_000
    assert peak < 1_000_000


def test_a_day_is_brought_in_once_its_marker_lies_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "impressions-v2-day-2026-11-20.json.gz"
    (tmp_path / "_finalized_impressions_2026-11-19_1").touch()
    with pytest.raises(Invalid) as refused:
        events.check_final(file)
    (tmp_path / "_finalized_impressions-v2_2026-11-20_1763722800").touch()
    events.check_final(file)
    events.check_final(tmp_path / "metrics.json")

    assert refused.value.code == "not_final"
    with pytest.raises(Invalid, match="Nobody knows what a row of `delivery`"):
        events.check_final(tmp_path / "delivery-v2-day-2026-11-20.json.gz")
