import time
from dataclasses import replace
from datetime import timedelta
import pytest
from domain import ids
from domain.database import transaction
from domain.feeds import setting
from domain.targets import handing, records
from domain.targets.model import Published, Standing, Report
from domain.catalog import service as catalog
from tests.domain.feeds.scene import set_up
from tests.world import ROOT

N = 2000


async def test_measure(world):
    s = await set_up(world)
    hub = s.hub
    await setting.set_feed(hub, s.manager, s.show_id, s.settings())
    t = time.perf_counter()
    for i in range(N):
        r = await s.request(0)
        async with transaction():
            p = await records.hand(
                Published(
                    ids.new(ids.Prefix.PUBLICATION),
                    r.id,
                    "feed",
                    "",
                    f"n{i}",
                    1,
                    s.now,
                    None,
                    s.now,
                    ("DE",),
                )
            )
            await records.answered(p, Report(Standing.LIVE, {"episode": "x"}), s.now)
            await handing.ask_look(hub, p, timedelta(hours=1))
    print("made", time.perf_counter() - t)
    t = time.perf_counter()
    c = time.process_time()
    await setting.remove_feed(hub, s.manager, s.show_id)
    print("remove", time.perf_counter() - t, time.process_time() - c)
    from domain.database import sql

    await sql.execute("UPDATE publications SET standing = 'removed'")
    t = time.perf_counter()
    c = time.process_time()
    await setting.set_feed(hub, s.manager, s.show_id, s.settings())
    print("set again", time.perf_counter() - t, time.process_time() - c)
