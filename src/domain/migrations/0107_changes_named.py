"""On PostgreSQL every event of the record notifies with its subject; see `connectors/changes`.

Processes of the version before hear the number alone on the channel they know, while they last.
"""

from tortoise.migrations import operations as ops

from domain.migrations._step import Step

NAMED = """
CREATE OR REPLACE FUNCTION greenlight_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('greenlight_subjects', NEW.seq || ' ' || NEW.subject);
  PERFORM pg_notify('greenlight_changes', NEW.seq::text);
  RETURN NULL;
END $$
"""
NUMBERED = """
CREATE OR REPLACE FUNCTION greenlight_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('greenlight_changes', NEW.seq::text);
  RETURN NULL;
END $$
"""


async def name(apps, schema_editor):
    if schema_editor.client.capabilities.dialect == "postgres":
        await schema_editor.client.execute_query(NAMED)


async def number(apps, schema_editor):
    if schema_editor.client.capabilities.dialect == "postgres":
        await schema_editor.client.execute_query(NUMBERED)


class Migration(Step):
    dependencies = [("hub", "0106_shown_by_market")]

    operations = [ops.RunPython(name, number)]
