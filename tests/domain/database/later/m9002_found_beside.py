"""What a version to come looks for."""

from domain.migrations._beside import indexed_beside
from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "m9001_adds")]  # noqa: RUF012  Tortoise's form.
    atomic = False

    operations = [indexed_beside("requests_by_colour", "requests (colour)")]  # noqa: RUF012  As above.
