"""Tables of grants taken in: bad lines set aside, the rest in, and nothing new the second time."""

from datetime import timedelta

import pytest

from domain.catalog import service as catalog
from domain.catalog.works.model import Outcome
from domain.database import sql
from domain.errors import Forbidden
from domain.rights import records, service, sheet
from domain.rights.importing import Import
from domain.rights.model import Grant, Status, Subject, SubjectKind
from tests.api.test_works import brought
from tests.connectors.onix.messages import record
from tests.domain.rights.test_sheet import LINE
from tests.world import ROOT, World

Cells = dict[str, str]


async def episode(world: World) -> str:
    show = await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")
    return (await catalog.add_episode(world.hub, ROOT, show.id, "One", 1, None)).id


async def taken(world: World, *lines: Cells, trial: bool = False) -> Import:
    found = Import(world.hub, ROOT, trial=trial)
    for number, cells in enumerate(lines, 2):
        await found.take(number, cells)
    return found


async def held(subject: str) -> list[Grant]:
    return (await records.held((Subject(SubjectKind.EPISODE, subject),)))[0]


async def test_bad_lines_are_set_aside_and_the_rest_goes_in_once(world: World) -> None:
    subject = await episode(world)
    good = LINE | {"subject": subject}
    lines = [
        good,
        good | {"ref": "NARR-2", "until": "2026-06-01"},
        good | {"ref": "NARR-3", "territories": "DE XX"},
        good | {"ref": "NARR-4", "subject": "eps_none"},
        good,
        good | {"ref": "MUSIC-1", "layer": "music_master", "part": "ISRC1"},
        good | {"ref": "NARR-7", "until": "9999-12-31T23:59:59-12:00"},
        good | {"ref": "NARR-8", "from": "0001-01-01T00:00:00+14:00"},
        good | {"ref": "NARR-9", "territories": "GB-ZZZ"},
        good | {"ref": "N" * 201, "part": "2"},
    ]
    tried = await taken(world, *lines, trial=True)
    nothing = await held(subject)
    first = await taken(world, *lines)
    there = await held(subject)
    again = await taken(world, *lines)

    for done in (tried, first):
        assert done.counts == {Outcome.NEW: 2, Outcome.ASIDE: 8}
        assert [(one.line, one.reference) for one in done.aside] == [
            (3, "NARR-2"),
            (4, "NARR-3"),
            (5, "NARR-4"),
            (6, "NARR-1"),
            (8, "NARR-7"),
            (9, "NARR-8"),
            (10, "NARR-9"),
            (11, done.aside[-1].reference),
        ]
    assert nothing == []
    assert "ends before it starts" in first.aside[0].reason
    assert "`XX` is no territory" in first.aside[1].reason
    assert first.aside[1].cure.startswith("Column `territories` holds codes such as DE")
    assert again.counts == {Outcome.SAME: 2, Outcome.ASIDE: 8}
    assert await held(subject) == there
    assert [one.provenance.origin_ref for one in there] == ["NARR-1", "MUSIC-1"]


async def test_a_changed_line_ends_the_old_grant_and_adds_the_new_one(world: World) -> None:
    subject = await episode(world)
    line = LINE | {"subject": subject}
    late = LINE | {"subject": subject, "ref": "LATER", "from": "2027-01-01"}
    await taken(world, line, late)
    changed = [line | {"territories": "DE", "except": ""}, late | {"uses": "every"}]
    done = await taken(world, *changed)
    again = await taken(world, *changed)
    old, unbegun, new, _ = await held(subject)

    assert done.counts == {Outcome.CHANGED: 2}
    assert again.counts == {Outcome.SAME: 2}
    assert (old.window.ends_at, old.version) == (world.hub.clock.now(), 2)
    assert unbegun.window.until - unbegun.window.starts_at == timedelta(seconds=1)
    assert new.scope.include == ("DE",)


async def test_what_contradicts_what_is_signed_is_set_aside_and_ends_nothing(world: World) -> None:
    subject = await episode(world)
    line = LINE | {"subject": subject}
    other = line | {"ref": "NARR-2", "grantee": "Somebody", "exclusivity": "exclusive"}
    await taken(world, line | {"grantee": "Us"})
    done = await taken(world, other)
    before = await held(subject)
    worse = await taken(world, line | {"exclusivity": "exclusive", "status": "disputed"})

    assert [one.reference for one in (*done.aside, *worse.aside)] == ["NARR-2", "NARR-1"]
    assert "Somebody else has rights that exclude this" in done.aside[0].reason
    assert await held(subject) == before


async def test_no_table_lifts_a_dispute_or_revives_what_was_ended_early(world: World) -> None:
    subject = await episode(world)
    disputed, early = (LINE | {"subject": subject, "ref": ref} for ref in ("NARR-1", "NARR-2"))
    await taken(world, disputed, early)
    one, two = await held(subject)
    over = two.window.until - timedelta(days=30)
    await service.move(world.hub, ROOT, one.id, Status.DISPUTED)
    await service.end(world.hub, ROOT, two.id, over)
    before = await held(subject)
    # As they were written out before: called by their grants, and by themselves with a word mended.
    old = [sheet.cells_of(one), sheet.cells_of(two)]
    changed = [disputed | {"uses": "every"}, early | {"uses": "every"}]
    for lines in (old, changed):
        done = await taken(world, *lines)

        assert done.counts == {Outcome.ASIDE: 2}
        assert done.aside[0].reason == f"Its grant {one.id} is disputed"
        assert done.aside[1].reason.startswith(f"Its grant {two.id} was ended early, as of 20")
        assert "another `ref`" in done.aside[1].cure
        assert await held(subject) == before
    within = changed[1] | {"until": over.isoformat()}
    anew = changed[1] | {"ref": "NARR-3"}
    assert (await taken(world, within, anew)).counts == {Outcome.CHANGED: 1, Outcome.NEW: 1}


async def test_what_was_written_out_and_comes_back_changes_nothing(world: World) -> None:
    subject = await episode(world)
    await taken(world, LINE | {"subject": subject})
    lines = [sheet.cells_of(one) for one in await records.every()]
    same = await taken(world, *lines)
    (cells,) = lines
    changed = [cells | {"uses": "stream"}]
    done, again = await taken(world, *changed), await taken(world, *changed)

    assert same.counts == {Outcome.SAME: 1}
    assert (done.counts, again.counts) == ({Outcome.CHANGED: 1}, {Outcome.SAME: 1})
    assert len(await held(subject)) == 2


async def test_who_may_not_enter_rights_imports_none(world: World) -> None:
    found = Import(world.hub, await world.actor("legal_one"))
    with pytest.raises(Forbidden):
        await found.take(2, LINE)


async def test_a_title_is_named_by_its_isbn_too(world: World) -> None:
    await brought(world, record(1))
    (title,) = await sql.fetch("SELECT id, isbn FROM titles")
    line = LINE | {"subject_kind": "title", "subject": title["isbn"]}
    done = await taken(world, line, line | {"ref": "NARR-2", "subject": "978-0-00-000000-0"})
    again = await taken(world, line | {"subject": title["id"]})
    (grant,) = await records.every()

    assert done.counts == {Outcome.NEW: 1, Outcome.ASIDE: 1}
    assert done.aside[0].reason == "There is no title with the ISBN 9780000000000"
    assert again.counts == {Outcome.SAME: 1}
    assert grant.subject == Subject(SubjectKind.TITLE, title["id"])
