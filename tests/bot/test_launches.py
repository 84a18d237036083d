"""What owners of launches read: in chat, and by mail in their own language."""

from datetime import UTC, datetime

from bot.language import speaking
from bot.messages import launches
from domain.launches.model import Change, Milestone, Note, Plan, What
from domain.launches.telling import News
from tests.bot.reading import lines

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PLAN = Plan("lch_1", "wrk_1", "ttl_1", "brd_1", "usr_1", {}, NOW)
ADS = (Milestone.PUBLICATION, "campaign")
MOVED = [
    Note(What.MOVED, *ADS, "ends_at", "2027-03-01T00:00:00Z", "2027-04-01T00:00:00Z"),
    Note(What.MOVED, *ADS, "name", "Night: publication", "Day: publication"),
    Note(What.LEFT, *ADS, "starts_at", "2027-02-01T00:00:00Z", "2027-03-01T00:00:00Z"),
    Note(What.OPENED, Milestone.BACKLIST, "playlist", after="2028-03-01"),
]
OVER = [
    Note(What.WITHDRAWN, *ADS, said="#12 Night: publication"),
    Note(What.LIVE, kind="spotify", said="https://podcasts.example.com/1"),
]


def news(notes: list[Note], name: str = "Night Train") -> News:
    return News(PLAN, name, Change("chg_1", "lch_1", "usr_1", NOW, notes))


def test_what_was_moved_and_what_was_left_stands_in_one_line_for_each_draft() -> None:
    with speaking("en", "UTC"):
        card = launches.card([news(MOVED)])

    assert card["text"] == "A launch changed: Night Train"
    assert lines(card["blocks"])[:4] == [
        "Night Train",
        "• Moved: Campaign, publication (Last day: 1 Apr 2027; Name)",
        "• Left as it was edited: Campaign, publication (First day: 1 Mar 2027)",
        "• A draft for you: Playlist, backlist (from 1 Mar 2028)",
    ]


def test_a_mail_lists_what_was_withdrawn_and_what_is_live_still() -> None:
    with speaking("en", "UTC"):
        letter = launches.letter([news(OVER), news(MOVED, "Day Boat")], "")

    assert letter.subject == "Greenlight: 2 launches changed: Night Train and others"
    assert "- Withdrawn: Campaign, publication (#12 Night: publication)\n" in letter.text
    assert "- Live still: spotify (https://podcasts.example.com/1)\n" in letter.text
    assert "until somebody has it taken down" in letter.text


def test_what_is_too_much_for_one_message_is_counted() -> None:
    many = [Note(What.DROPPED, *ADS, said=str(at)) for at in range(60)]
    with speaking("en", "UTC"):
        shown = lines(launches.card([news(many)] * 10)["blocks"])

    assert any("more things" in line for line in shown)


def test_it_is_told_in_german() -> None:
    with speaking("de", "Europe/Berlin"):
        card = launches.card([news(MOVED)])

    assert card["text"] != "A launch changed: Night Train"
    assert "Night Train" in card["text"]
