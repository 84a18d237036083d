"""Thresholds are found by what they are about: an import looks for those of what it touched."""

from domain.migrations._beside import indexed_beside
from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0093_one_form_of_parts")]
    atomic = False

    operations = [indexed_beside("thresholds_about", "thresholds ((terms ->> 'subject_id'))")]
