"""What a listener has not heard yet is bounded, and every listener learns why it ends."""

import pytest

from domain.feed import BACKLOG_MAX, Ending, Feed, Lagging


async def test_changes_are_heard_in_their_order() -> None:
    feed = Feed()
    async with feed.listen() as changes:
        for number in range(BACKLOG_MAX):
            feed.changed(f"req_{number}")

        assert [await anext(changes) for _ in range(BACKLOG_MAX)] == [
            f"req_{number}" for number in range(BACKLOG_MAX)
        ]


async def test_one_change_too_many_is_the_last_thing_a_listener_hears_of() -> None:
    feed = Feed()
    async with feed.listen() as changes:
        for number in range(3 * BACKLOG_MAX):
            feed.changed(f"req_{number}")

        with pytest.raises(Lagging):
            await anext(changes)


async def test_who_keeps_up_hears_on_where_another_does_not() -> None:
    feed = Feed()
    async with feed.listen() as slow, feed.listen() as quick:
        for number in range(BACKLOG_MAX + 1):
            feed.changed(f"req_{number}")
            assert await anext(quick) == f"req_{number}"

        with pytest.raises(Lagging):
            await anext(slow)


async def test_every_listener_hears_that_the_process_stops() -> None:
    feed = Feed()
    async with feed.listen() as one, feed.listen() as other:
        feed.changed("req_1")
        feed.end()

        for changes in (one, other):
            with pytest.raises(Ending):
                await anext(changes)


async def test_who_begins_to_listen_while_the_process_stops_hears_of_it_at_once() -> None:
    feed = Feed()
    feed.end()
    async with feed.listen() as changes:
        feed.changed("req_1")

        with pytest.raises(Ending):
            await anext(changes)


async def test_who_has_left_is_told_nothing_more() -> None:
    feed = Feed()
    async with feed.listen() as changes:
        pass
    feed.changed("req_1")

    assert changes._unheard.empty()
