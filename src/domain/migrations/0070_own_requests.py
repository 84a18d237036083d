"""Lists of what somebody, or their agency, asked for, in the order they are shown in (0053)."""

from tortoise.migrations import operations as ops

from domain.migrations._step import Step

INDEXES = [
    (f"requests_by_{owner}_{at}", f"({owner}_id, {at}_at, id)")
    for owner in ("requester", "agency")
    for at in ("created", "updated")
]


class Migration(Step):
    dependencies = [("hub", "0068_campaign_removals")]

    operations = [
        ops.RunSQL(f"CREATE INDEX {name} ON requests {columns}", reverse_sql=f"DROP INDEX {name}")
        for name, columns in INDEXES
    ]
