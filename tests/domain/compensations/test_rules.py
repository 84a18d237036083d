"""Who may be the second pair of eyes."""

from typing import Any

import pytest

from bot.specimens.cases import case_of, file_of
from bot.specimens.request import Specimen
from domain.actor import Actor, Door, Role, RoleGrant, Scope
from domain.compensations import rules
from domain.errors import Forbidden

CASE = case_of(Specimen())
(WAITS, *_) = file_of(Specimen(), CASE).compensations
LEAD = ("customer_service_lead",)


def lead(role: Role = Role.REVIEWER, **changes: Any) -> Actor:
    return Actor("usr_9", "Lead", Door.API, (RoleGrant(role),), **changes)


def test_the_queues_lead_decides() -> None:
    rules.require_decider(lead(), CASE, WAITS, LEAD)


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (lead(scopes=frozenset({Scope.READ})), "scope_missing"),
        (lead(Role.AUDITOR), "not_allowed"),
        (lead(Role.AGENCY), "not_allowed"),
        (lead(agency_id="agc_1"), "not_allowed"),
    ],
)
def test_no_token_that_reads_no_auditor_and_no_agency_decides(actor: Actor, code: str) -> None:
    with pytest.raises(Forbidden) as caught:
        rules.require_decider(actor, CASE, WAITS, LEAD)
    assert caught.value.code == code
