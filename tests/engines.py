"""On which engine a test runs.

Whatever asks for a database runs on SQLite and on PostgreSQL. Some modules tell what a door says
or refuses and in which shape, or what is sent to Spotify and made of its answers: nothing in them
looks at how rows are kept, which other tests tell on both engines. In every run those tell it on
SQLite alone, for each takes twice the time on PostgreSQL; `make test-long` has them on both. So it
is with stories: the first part of each is told on both in every run, and all of those that a module
rests on.

What engines differ in does not belong here: texts that one of them refuses, two who act at the same
instant, how lists are searched and sorted, and what is done once however often it is tried.
"""

from pathlib import PurePath

import pytest

#: Such modules, and which tests tell on both engines what is beneath each.
BENEATH = {
    "tests/api/test_downloads.py": "tests/stories/test_w4_sponsorship.py",
    "tests/api/test_feed_door.py": "tests/domain/feeds/test_serving.py",
    "tests/api/test_governing.py": "tests/domain/rulebook/test_releasing.py",
    "tests/api/test_http.py": "tests/api/test_requests.py",
    "tests/api/test_kinds.py": "tests/stories/test_w8_production.py",
    "tests/api/test_limits.py": "tests/api/test_requests.py",
    "tests/api/test_malformed.py": "tests/api/test_bad_input.py",
    "tests/api/test_profiles.py": "tests/api/test_requests.py",
    "tests/api/test_report_door.py": "tests/domain/targets/test_following.py",
    "tests/api/test_signing_in.py": "tests/api/test_pinning.py",
    "tests/api/test_socket_codes.py": "tests/api/test_socket.py",
    "tests/api/test_sponsorship_input.py": "tests/stories/test_w4_sponsorship.py",
    "tests/bot/test_alert_places.py": "tests/domain/thresholds/test_alerts.py",
    "tests/bot/test_alerts.py": "tests/domain/thresholds/test_alerts.py",
    "tests/bot/test_asking.py": "tests/domain/requests/test_brief.py",
    "tests/bot/test_briefs.py": "tests/domain/requests/test_lifecycle.py",
    "tests/bot/test_by_itself.py": "tests/domain/targets/test_publishing.py",
    "tests/bot/test_campaign_words.py": "tests/domain/requests/test_lifecycle.py",
    "tests/bot/test_cases.py": "tests/domain/cases/test_cases.py",
    "tests/bot/test_commands.py": "tests/bot/test_home.py",
    "tests/bot/test_elsewhere.py": "tests/domain/orchestration/test_mirroring.py",
    "tests/bot/test_endpoint.py": "tests/bot/test_cards.py",
    "tests/bot/test_figures.py": "tests/api/test_metrics.py",
    "tests/bot/test_installing.py": "tests/bot/test_oauth.py",
    "tests/bot/test_letters.py": "tests/bot/test_falling_back.py",
    "tests/bot/test_linking.py": "tests/bot/test_leavers.py",
    "tests/bot/test_marking.py": "tests/bot/test_storms.py",
    "tests/bot/test_portfolios.py": "tests/bot/test_digests.py",
    "tests/bot/test_readers.py": "tests/bot/test_cards.py",
    "tests/bot/test_saying.py": "tests/bot/test_sending.py",
    "tests/bot/test_seats.py": "tests/domain/requests/test_standing_in.py",
    "tests/bot/test_silences.py": "tests/domain/thresholds/test_quieting.py",
    "tests/bot/test_socket_mode.py": "tests/bot/test_cards.py",
    "tests/bot/test_standing_in.py": "tests/domain/requests/test_standing_in.py",
    "tests/bot/test_taking_back.py": "tests/domain/requests/test_undo.py",
    "tests/bot/test_team_silences.py": "tests/domain/thresholds/test_quieting.py",
    "tests/bot/test_thresholds.py": "tests/domain/thresholds/test_checking.py",
    "tests/bot/test_tokens.py": "tests/bot/test_oauth.py",
    "tests/bot/test_unfurls.py": "tests/bot/test_cards.py",
    "tests/connectors/spotify/test_approved.py": "tests/stories/test_w2_campaign.py",
    "tests/connectors/spotify/test_bids.py": "tests/stories/test_w2_campaign.py",
    "tests/connectors/spotify/test_edits.py": "tests/stories/test_w2_review.py",
    "tests/connectors/spotify/test_estimates.py": "tests/stories/test_w2_campaign.py",
    "tests/connectors/spotify/test_insights.py": "tests/domain/metrics/test_bringing.py",
    "tests/connectors/spotify/test_lists.py": "tests/stories/test_d2_segments.py",
    "tests/connectors/spotify/test_pausing.py": "tests/stories/test_w2_suspended.py",
    "tests/connectors/spotify/test_preparing.py": "tests/connectors/spotify/test_recovery.py",
    "tests/connectors/spotify/test_remedies.py": "tests/stories/test_w2_review.py",
    "tests/connectors/spotify/test_retiring.py": "tests/connectors/spotify/test_recovery.py",
    "tests/connectors/spotify/test_taking_down.py": "tests/domain/targets/test_taking_down.py",
    "tests/connectors/spotify/test_targets.py": "tests/domain/targets/test_setting.py",
    "tests/connectors/webhooks/test_target.py": "tests/domain/targets/test_publishing.py",
}

#: Where the stories are.
STORIES = "tests/stories"

_ROOM = PurePath(__file__).parents[1]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the long run what such modules and later parts of stories tell on PostgreSQL."""
    rested = set(BENEATH.values())
    begins = dict[str, int]()
    for item in items:
        module = _module(item)
        begins[module] = min(_line(item), begins.get(module, _line(item)))
    for item in items:
        module = _module(item)
        story = PurePath(module).parent.as_posix() == STORIES and module not in rested
        later = story and _line(item) > begins[module]
        if _told_on_postgres(item) and (module in BENEATH or later):
            item.add_marker(pytest.mark.long)


def _module(item: pytest.Item) -> str:
    path = PurePath(item.path)
    return path.relative_to(_ROOM).as_posix() if path.is_relative_to(_ROOM) else str(path)


def _line(item: pytest.Item) -> int:
    return item.location[1] or 0


def _told_on_postgres(item: pytest.Item) -> bool:
    given = getattr(item, "callspec", None)
    return given is not None and "postgres" in {
        given.params.get("database_url"),
        given.params.get("way"),
    }
