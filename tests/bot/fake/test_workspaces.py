"""A demo goes on where it stopped: everything is saved and loaded."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.fake import Message, SlackError, Workspaces
from bot.fake.views import open_modal, publish_home
from domain.clock import SteppingClock
from tests.bot.blocks import entry, home, modal, section
from tests.bot.fake.town import ASKER, OPEN, TEAM, build_town


def lived_in(clock: SteppingClock) -> Workspaces:
    town = build_town(clock)
    team = town.teams[TEAM]
    ts = team.next_ts(clock.now())
    team.post(Message(ts, OPEN, ASKER, "Hello", [section()], metadata={"event_type": "x"}))
    team.post(Message(team.next_ts(clock.now()), OPEN, ASKER, "Whisper", only_for=ASKER))
    open_modal(team, ASKER, modal(entry("plain_text_input")), clock.now())
    publish_home(team, ASKER, home(section()), clock.now())
    team.issue_response_url(ASKER, OPEN, clock.now(), ts)
    team.issue_trigger(ASKER, clock.now())
    return town


def test_what_was_saved_is_what_is_loaded(clock: SteppingClock, tmp_path: Path) -> None:
    before = lived_in(clock)

    before.save(tmp_path / "demo" / "slack.json")

    assert Workspaces.load(tmp_path / "demo" / "slack.json") == before
    assert [path.name for path in (tmp_path / "demo").iterdir()] == ["slack.json"]


def test_keys_and_ids_go_on_after_a_load(clock: SteppingClock) -> None:
    before = lived_in(clock)
    after = Workspaces.from_json(before.to_json())

    old, new = before.teams[TEAM], after.teams[TEAM]
    assert new.next_ts(clock.now()) > old.messages[OPEN][-1].ts
    assert new.next_id("V") not in {view.id for view in old.open_views()}


def test_a_right_that_was_given_still_ends_in_time(clock: SteppingClock) -> None:
    after = Workspaces.from_json(lived_in(clock).to_json()).teams[TEAM]
    right = next(iter(after.response_urls))
    clock.advance(timedelta(minutes=31))

    with pytest.raises(SlackError, match="expired_url"):
        after.use_response_url(right, clock.now())


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="teams"):
        Workspaces.from_json(b'{"teams": 3}')
