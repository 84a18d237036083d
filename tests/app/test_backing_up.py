"""Backups: one consistent state while others write, and back only as it was, in clear words."""

import asyncio
import gzip
import json
import random
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.keeping import moving
from domain.actor import Actor, Door, Role, RoleGrant
from domain.audit import service as audit
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.errors import Conflict, HubError, Invalid
from domain.jobs import records as jobs
from domain.jobs import restored
from domain.keeping import manifest as manifests
from domain.secrets import Secrets
from tests.app.keeping_scene import Company
from tests.conftest import SECRET, database_on, opened_hub
from tests.keeping import Kept

WRITER = Actor(None, "Writer", Door.CONSOLE, (RoleGrant(Role.ADMIN),))


@pytest.fixture
def company(files: Path, clock: SteppingClock, kept_in_file: Kept) -> Company:
    return Company(files, clock, kept_in_file)


@pytest.fixture
def lite(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return database_on("sqlite", request, tmp_path, peopled=True)


@pytest.fixture
async def backup(company: Company, lite: str, tmp_path: Path) -> Path:
    """A backup of a hub that people are in."""
    await company.kept_files()
    return await backed_up(company, lite, tmp_path)


async def backed_up(company: Company, url: str, folder: Path) -> Path:
    await moving.back_up(company.settings(url), company.clock, folder / "b.tar.gz")
    return folder / "b.tar.gz"


async def refused(company: Company, path: Path, **more: str) -> HubError:
    with pytest.raises(HubError) as caught:
        await moving.judge(company.settings("sqlite://unused.db", **more), path, quiet=True)
    return caught.value


def cut_off(path: Path, part: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])


def with_one_bit_changed(path: Path) -> Iterator[Path]:
    """Yield a backup again and again, each time with another bit of it changed."""
    whole, chosen = path.read_bytes(), random.Random(7)
    for place in (3, 9, len(whole) - 1, *(chosen.randrange(len(whole)) for _ in range(12))):
        changed = bytearray(whole)
        changed[place] ^= 1 << chosen.randrange(8)
        path.write_bytes(changed)
        yield path


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def packed_anew(path: Path, content: bytes) -> Path:
    with path.open("wb") as file, gzip.GzipFile("", "wb", 3, file, mtime=0) as tape:
        tape.write(content)
    return path


async def test_a_backup_is_one_state_however_much_is_written_meanwhile(
    database_url: str, company: Company, tmp_path: Path
) -> None:
    path, back = tmp_path / "b.tar.gz", f"sqlite://{tmp_path / 'back.db'}"
    async with opened_hub(database_url, company.files, company.clock) as hub:
        written, begun = 0, asyncio.Event()

        async def write(chain: str) -> None:
            nonlocal written
            while not path.exists():
                async with transaction():
                    now = hub.clock.now()
                    await audit.record(now, WRITER, "note.made", chain, {"n": written})
                written += 1
                begun.set()

        writers = [asyncio.create_task(write(f"notes:{n}")) for n in range(3)]
        await begun.wait()
        await moving.back_up(company.settings(database_url), company.clock, path)
        await asyncio.gather(*writers)
    await moving.restore(company.settings(back), company.clock, path, quiet=True)
    async with opened_hub(back, company.files, company.clock) as hub:
        findings = await audit.verify(hub.secrets)
        rows = await sql.fetch("SELECT 1 FROM audit_events WHERE act = 'note.made'")

    assert findings == []
    assert 1 <= len(rows) < written


async def test_a_restored_hub_holds_what_acts_outside_until_somebody_looked(
    company: Company, lite: str, tmp_path: Path
) -> None:
    await company.work_begins(lite)
    path, back = await backed_up(company, lite, tmp_path), f"sqlite://{tmp_path / 'back.db'}"
    async with company.opened(lite) as busy:
        await busy.work(company.clock, seconds=31)
    since = company.live
    done = await moving.restore(company.settings(back), company.clock, path, quiet=True)
    async with company.opened(back) as busy:
        await busy.work(company.clock, seconds=31)
        held = await restored.waiting()
        async with transaction():  # As whoever connects an account again has what waited for it.
            lanes = await sql.fetch("SELECT DISTINCT lane FROM jobs WHERE state = 'dead'")
            revived = await jobs.revive_in(company.clock.now(), [row["lane"] for row in lanes])
        await restored.release(busy.hub.wake, company.clock.now())
        await busy.work(company.clock)
        left = await restored.waiting()

    assert since == ["due", "out"]
    assert done.held == sum(held.values())
    assert held["campaign.publish"] == 1
    assert (revived, left) == ([], {})
    assert path.stat().st_mode & 0o077 == 0
    assert company.live == since


async def test_a_backup_is_judged_without_a_database(company: Company, backup: Path) -> None:
    held = await moving.judge(company.settings("sqlite://unused.db"), backup, quiet=True)

    assert held.sums["users"].count > 0
    assert len(held.files) == 3


async def test_files_come_back_with_their_rows(
    company: Company, backup: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    settings = company.settings(f"sqlite://{tmp_path / 'back.db'}")
    settings = settings.model_copy(update={"files": there})
    await moving.restore(settings, company.clock, backup, quiet=True)

    assert {p.name: p.read_bytes() for p in there.iterdir()} == {
        p.name: p.read_bytes() for p in company.files.iterdir()
    }


async def test_a_file_that_is_lost_is_named_and_the_rest_is_kept(
    company: Company, lite: str, tmp_path: Path
) -> None:
    await company.kept_files()
    lost = min(company.files.iterdir())
    lost.unlink()
    path = tmp_path / "b.tar.gz"
    held = await moving.back_up(company.settings(lite), company.clock, path)

    assert held.lacking == (lost.name,)
    assert len(held.files) == 2


@pytest.mark.parametrize("part", [0.0, 0.001, 0.3, 0.9, 0.9999])
async def test_a_backup_that_was_cut_off_is_refused(
    company: Company, backup: Path, part: float
) -> None:
    cut_off(backup, part)

    assert (await refused(company, backup)).code == "damaged_backup"


async def test_a_backup_with_one_bit_changed_is_refused(company: Company, backup: Path) -> None:
    for changed in with_one_bit_changed(backup):
        assert (await refused(company, changed)).code in {"damaged_backup", "not_signed_here"}


async def test_what_is_named_otherwise_than_it_was_signed_leads_nowhere(
    company: Company, backup: Path, tmp_path: Path
) -> None:
    whole = unpacked(backup)
    place = next(n for n in range(0, len(whole), 512) if whole[n : n + 6] == b"files/")
    member = tarfile.TarInfo.frombuf(whole[place : place + 512], "utf-8", "strict")
    member.name = "../../way_out"
    head = member.tobuf(tarfile.GNU_FORMAT)
    found = packed_anew(tmp_path / "c.tar.gz", whole[:place] + head + whole[place + 512 :])

    assert "should come next" in (await refused(company, found)).message


async def test_a_backup_that_unpacks_to_more_than_it_says_is_refused_at_once(
    company: Company, backup: Path, tmp_path: Path
) -> None:
    whole = unpacked(backup)
    found = packed_anew(tmp_path / "c.tar.gz", whole + bytes(50_000_000))

    assert "does not end where it should" in (await refused(company, found)).message


async def test_another_secret_is_told_as_that(company: Company, backup: Path) -> None:
    found = await refused(company, backup, secret="another secret, as long as the first")

    assert found.code == "not_signed_here"
    assert "GREENLIGHT_SECRET" in found.message


async def test_a_backup_of_a_newer_form_is_left_to_that_version() -> None:
    kept = json.dumps({"form": manifests.FORM + 1, "body": "", "signature": ""}).encode()
    with pytest.raises(Conflict, match="newer Greenlight"):
        manifests.read(kept, Secrets.of(SECRET))


async def test_a_backup_is_brought_back_into_an_empty_database_only(
    company: Company, lite: str, backup: Path
) -> None:
    with pytest.raises(Conflict, match="holds a hub already"):
        await moving.restore(company.settings(lite), company.clock, backup, quiet=True)


async def test_a_backup_never_takes_the_place_of_a_file(
    company: Company, lite: str, backup: Path
) -> None:
    with pytest.raises(Conflict, match="is there already"):
        await moving.back_up(company.settings(lite), company.clock, backup)
    with pytest.raises(Invalid, match=r"ends in \.tar\.gz"):
        await moving.back_up(company.settings(lite), company.clock, backup.with_name("b.tar.zst"))
