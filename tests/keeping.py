"""A populated organisation kept, and given to each test anew: peopling one takes a hundred acts.

What `populate` leaves stands beside the tables of every test's database, in a schema or a file of
its own, and is copied into them; the files go along, and the ids by nickname.
"""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tortoise.connection import get_connection

from domain.database import sql
from domain.hub import Hub
from tests.world import World, populate

#: Tables that come with rows of their own, which are the same in every database.
SHIPPED = ("tortoise_migrations", "rule_versions", "rule_releases")

#: What keeps every row, and how far each number has come, in a schema `kept`. There are functions
#: that empty every table and bring the rows back as well, each table by a statement of its own,
#: for a server plans those once and what `EXECUTE` is given each time (15 ms for one test).
KEEP = f"""
CREATE SCHEMA kept;
CREATE TABLE kept.numbers AS SELECT sequencename, last_value FROM pg_sequences
 WHERE schemaname = 'public' AND last_value IS NOT NULL
 AND sequencename <> 'rule_releases_id_seq';
DO $$ DECLARE
  found text; filled boolean; emptied text := ''; filling text := ''; first text;
BEGIN
  FOR found IN SELECT tablename FROM pg_tables
   WHERE schemaname = 'public' AND tablename NOT IN {SHIPPED}
   AND tablename NOT IN (SELECT relname FROM pg_class WHERE relispartition) LOOP
    emptied := emptied || format('DELETE FROM public.%I;', found);
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', found) INTO filled;
    CONTINUE WHEN NOT filled;
    EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', found, found);
    filling := filling || format('INSERT INTO public.%I SELECT * FROM kept.%I;', found, found);
  END LOOP;
  SELECT string_agg(
    format('PERFORM setval(%L, 1, false);', 'public.' || sequencename), '')
   INTO first FROM pg_sequences
   WHERE schemaname = 'public' AND sequencename <> 'rule_releases_id_seq';
  EXECUTE format('CREATE FUNCTION kept.empty() RETURNS void LANGUAGE plpgsql
   SET session_replication_role = replica AS %L', 'BEGIN ' || emptied
   || 'DELETE FROM rule_releases WHERE number > 1; DELETE FROM rule_versions WHERE number > 1;'
   || 'END');
  EXECUTE format('CREATE FUNCTION kept.count_anew() RETURNS void LANGUAGE plpgsql AS %L',
   'BEGIN ' || first || 'END');
  EXECUTE format('CREATE FUNCTION kept.restore() RETURNS void LANGUAGE plpgsql
   SET session_replication_role = replica AS %L', 'BEGIN ' || filling
   || 'PERFORM setval(''public.'' || sequencename, last_value) FROM kept.numbers;' || 'END');
END $$
"""
#: What empties every table but for what comes with Greenlight, and has every number begin anew.
EMPTY, COUNT_ANEW = "SELECT kept.empty()", "SELECT kept.count_anew()"
#: What brings them back into tables that are empty.
RESTORE = "SELECT kept.restore()"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an organisation, in a folder."""

    folder: Path

    @property
    def database(self) -> Path:
        """The populated database, where the engine is SQLite."""
        return self.folder / "peopled.db"

    @property
    def files(self) -> Path:
        """What people sent."""
        return self.folder / "files"

    async def fill(self, hub: Hub) -> None:
        """Populate a hub whose files are `files`, and note who there is."""
        world = await populate(hub)
        noted = asdict(replace(world, hub=None))  # type: ignore[arg-type]
        (self.folder / "world.json").write_text(json.dumps(noted))

    async def restore(self, hub: Hub, url: str, files: Path) -> World:
        """Fill the database of a hub, unless it is filled, and its folder of files."""
        shutil.copytree(self.files, files, dirs_exist_ok=True)
        if not await sql.fetch("SELECT 1 FROM users LIMIT 1"):
            if url.startswith("sqlite://"):
                self._copy_rows(url.removeprefix("sqlite://"))
            else:
                await get_connection("default").execute_script(RESTORE)
        noted = json.loads((self.folder / "world.json").read_text())
        return World(**noted | {"hub": hub})

    def _copy_rows(self, path: str) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("ATTACH ? AS kept", [str(self.database)])
            names = connection.execute(
                "SELECT name FROM kept.sqlite_master WHERE type = 'table'"
                " AND name NOT LIKE 'sqlite_stat%'"
            )
            for (name,) in names.fetchall():
                if name not in SHIPPED:
                    connection.execute(f"DELETE FROM main.{name}")
                    connection.execute(f"INSERT INTO main.{name} SELECT * FROM kept.{name}")
