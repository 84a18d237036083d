"""Everything that is sealed in the database. A test asks the database whether there is more."""

from domain.activation.journeys.rules import SEALED_FOR as JOURNEYS
from domain.connections.beginning import VERIFIER
from domain.credentials.service import USE as CREDENTIALS
from domain.people.privacy import USE as PERSON_KEYS
from domain.people.workspaces import USE as WORKSPACES
from domain.sealing.model import Place
from domain.sealing.records import KEPT
from domain.webhooks.rules import SEALED_FOR as WEBHOOKS

#: Every column of sealed text, people's keys last: there is one for each of them.
PLACES = (
    Place("credentials", "key", "sealed", CREDENTIALS, "name"),
    Place("workspaces", "id", "sealed_token", WORKSPACES),
    Place("workspaces", "id", "sealed_refresh", WORKSPACES),
    Place("webhooks", "id", "sealed", WEBHOOKS),
    Place("webhooks", "id", "sealed_before", WEBHOOKS),
    Place("journey_endpoints", "id", "sealed", JOURNEYS),
    Place("journey_endpoints", "id", "sealed_before", JOURNEYS),
    Place("connection_attempts", "id", "sealed", VERIFIER),
    Place("kept_keys", "id", "sealed", KEPT, "purpose"),
    Place("person_keys", "user_id", "sealed_key", PERSON_KEYS),
)
