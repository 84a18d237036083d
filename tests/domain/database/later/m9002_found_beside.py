"""What a version to come looks for."""

from domain.migrations._beside import indexed_beside
from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "m9001_adds")]
    atomic = False

    operations = [indexed_beside("requests_by_colour", "requests (colour)")]
