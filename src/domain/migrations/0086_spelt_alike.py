"""Rights name languages and channels in one spelling: what was kept is brought over by a job.

A hub that keeps nothing yet has nothing to bring over, and is asked for none.
"""

from datetime import UTC, datetime
from typing import Any

from tortoise.migrations import operations as ops

from domain import ids
from domain.migrations._step import Step

KEY, KIND = "rights.respell:0086", "rights.respell"


async def ask(_: Any, schema_editor: Any) -> None:
    # A language of two small letters is in its spelling already.
    odd = "SELECT 1 FROM shows WHERE length(language) <> 2 OR language <> lower(language)"
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}+00:00"
    await schema_editor.client.execute_query(
        "INSERT INTO jobs (id, key, kind, lane, details, due_at, state, attempt, claims, created_at)"
        f" SELECT '{ids.new(ids.Prefix.JOB)}', '{KEY}', '{KIND}', '{KIND}', '{{}}', '{now}', 'open', 0,"
        f" 0, '{now}' WHERE (EXISTS ({odd}) OR EXISTS (SELECT 1 FROM rights_grants)"
        f" OR EXISTS (SELECT 1 FROM exposures))"
        f" AND NOT EXISTS (SELECT 1 FROM jobs WHERE key = '{KEY}')"
    )


async def leave(_: Any, __: Any) -> None:
    """Leave it: what is in one spelling is read by whoever compares letters as well."""


class Migration(Step):
    dependencies = [("hub", "0085_noted_by")]

    operations = [ops.RunPython(ask, leave)]
