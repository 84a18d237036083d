"""What a release takes from its title's record, and what it keeps of its own."""

from datetime import date

from domain.catalog.works.model import (
    Collateral,
    Contribution,
    Descriptive,
    Product,
    SeriesPlace,
    TitlePart,
    Words,
)
from domain.requests.kinds import titled
from tests.domain.masters.test_rules import brief

RECORD = Product(
    "com.sample.1",
    (),
    descriptive=Descriptive(
        "AJ",
        (),
        (TitlePart("01", "Night Train"),),
        series=(SeriesPlace("Trains", "10", number="2"),),
        contributors=(
            Contribution(2, ("E07",), "Ada Reader"),
            Contribution(1, ("A01", "Z99"), "Ben Writer"),
        ),
    ),
    collateral=Collateral(
        (
            Words("03", ("02",), "For the trade."),
            Words("03", ("00",), "For some days.", first=date(2027, 1, 1)),
            Words("02", ("00",), "A train, a night."),
        )
    ),
)


def test_a_record_tells_what_everybody_may_read_at_any_time() -> None:
    assert titled.told_by(RECORD) == {
        "episode_title": "Night Train",
        "description": "A train, a night.",
        "credits": ("Ben Writer (author, Z99)", "Ada Reader (reader)"),
        "series": "Trains",
        "series_number": "2",
    }


def test_what_is_given_otherwise_is_written_over_and_the_rest_is_the_records() -> None:
    told = titled.told_by(RECORD)
    given = {"series": "Trains ", "credits": ["Ada"], "episode_title": None, "from_record": ["x"]}
    found = titled.filled(given, told)

    assert found["episode_title"] == "Night Train"
    assert found["credits"] == ["Ada"]
    assert found["from_record"] == ["episode_title", "description", "series", "series_number"]
    assert titled.filled({"from_record": ["credits"]}, {})["from_record"] == []


def test_only_what_is_the_records_changes_with_it() -> None:
    known = brief(credits=("Ada",), description="Mine.", from_record=("episode_title", "credits"))
    told = {"episode_title": "Night Express", "description": "Theirs."}

    assert titled.written_over(known) == ("description",)
    assert titled.changes(known, told) == {
        "episode_title": ("Night Train", "Night Express"),
        "credits": ("Ada", "nothing"),
    }
    emptied = titled.emptied(known.model_dump(mode="json"))
    assert "credits" not in emptied
    assert emptied["description"] == "Mine."
