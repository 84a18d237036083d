"""Music for sites is found by site: a site is judged every day, of a chain with very many."""

from domain.migrations._beside import indexed_beside
from domain.migrations._step import Step

BY_SITE = "requests ((payload ->> 'site_id')) WHERE kind = 'music_licence'"


class Migration(Step):
    dependencies = [("hub", "0113_used_keys")]
    atomic = False

    operations = [indexed_beside("requests_music_by_site", BY_SITE)]
