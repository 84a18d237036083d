"""On PostgreSQL every event of the record notifies with its number; see `connectors/changes`."""

from tortoise.migrations import operations as ops

from domain.migrations._step import Step

FUNCTION = """
CREATE FUNCTION greenlight_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('greenlight_changes', NEW.seq::text);
  RETURN NULL;
END $$
"""
TRIGGER = (
    "CREATE TRIGGER greenlight_changed AFTER INSERT ON audit_events"
    " FOR EACH ROW EXECUTE FUNCTION greenlight_changed()"
)


async def notify(apps, schema_editor):
    if schema_editor.client.capabilities.dialect == "postgres":
        await schema_editor.client.execute_query(FUNCTION)
        await schema_editor.client.execute_query(TRIGGER)


async def be_quiet(apps, schema_editor):
    if schema_editor.client.capabilities.dialect == "postgres":
        await schema_editor.client.execute_query("DROP FUNCTION greenlight_changed CASCADE")


class Migration(Step):
    dependencies = [("hub", "0008_trouble")]

    operations = [ops.RunPython(notify, be_quiet)]
