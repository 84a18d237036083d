"""Who may see and do what: one table, obeyed behind both doors."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from domain.actor import Actor, Role, RoleGrant, Scope
from domain.errors import Forbidden, Invalid
from domain.people.model import Act, Sight

#: A token lives at most this long, in days; long-lived secrets are the ones that leak.
TOKEN_DAYS_MAX = 366

_EVERYBODY = frozenset(Role)
_STAFF = frozenset({Role.ADMIN, Role.MANAGER})

#: For each act: the roles that may do it and the token scope it needs. That nobody votes on
#: their own request, and that an agency stays within its own, is said by the rules below and by
#: `sight_of`, for no role changes it.
ACCESS: Mapping[Act, tuple[frozenset[Role], Scope]] = MappingProxyType(
    {
        Act.SEE_REQUESTS: (_EVERYBODY, Scope.READ),
        Act.SUBMIT_REQUEST: (_STAFF | {Role.REQUESTER, Role.AGENCY}, Scope.WRITE),
        Act.REVISE_REQUEST: (_STAFF | {Role.REQUESTER, Role.AGENCY}, Scope.WRITE),
        Act.WITHDRAW_REQUEST: (_STAFF | {Role.REQUESTER, Role.AGENCY}, Scope.WRITE),
        Act.VOTE: (_STAFF | {Role.REVIEWER}, Scope.WRITE),
        Act.TAKE_ON: (_STAFF | {Role.REVIEWER, Role.REQUESTER}, Scope.WRITE),
        Act.SEE_AUDIT: (_STAFF | {Role.AUDITOR}, Scope.READ),
        Act.SEE_CATALOG: (_EVERYBODY, Scope.READ),
        Act.CHANGE_CATALOG: (_STAFF, Scope.WRITE),
        Act.SEE_PEOPLE: (_STAFF | {Role.AUDITOR}, Scope.READ),
        Act.CHANGE_PEOPLE: (frozenset({Role.ADMIN}), Scope.ADMIN),
        Act.HOLD_TOKENS: (_EVERYBODY, Scope.READ),
    }
)

_SEES_EVERYTHING = frozenset({Role.ADMIN, Role.MANAGER, Role.AUDITOR})


def may(
    actor: Actor, act: Act, *, brand_id: str | None = None, markets: tuple[str, ...] = ()
) -> bool:
    """Whether `actor` may do `act`, on something of `brand_id` and `markets` if given."""
    return any(_covers(grant, brand_id, markets) for grant in grants_for(actor, act))


def grants_for(actor: Actor, act: Act) -> tuple[RoleGrant, ...]:
    """Return the roles of `actor` that allow `act`, each perhaps for a brand or market only."""
    roles, scope = ACCESS[act]
    if scope not in actor.scopes:
        return ()
    return tuple(grant for grant in actor.roles if grant.role in roles)


def require(
    actor: Actor, act: Act, *, brand_id: str | None = None, markets: tuple[str, ...] = ()
) -> None:
    """Raise `Forbidden` unless `actor` may do `act`."""
    if may(actor, act, brand_id=brand_id, markets=markets):
        return
    roles, scope = ACCESS[act]
    if scope not in actor.scopes:
        raise Forbidden(
            "scope_missing",
            f"This token lacks the scope `{scope}`. Make one that has it.",
        )
    names = " or ".join(sorted(role.value for role in roles))
    raise Forbidden(
        "not_allowed",
        f"{actor.name} may not {act.replace('_', ' ')}; it takes the role {names}"
        + (" for this brand and these markets." if brand_id or markets else "."),
    )


def sight_of(actor: Actor) -> Sight:
    """Return which requests `actor` may see."""
    if Scope.READ not in actor.scopes:
        return Sight(everything=False, user_id=None, agency_id=None, team_ids=(), grants=())
    if actor.agency_id is not None:
        return Sight(
            everything=False,
            user_id=None,
            agency_id=actor.agency_id,
            team_ids=(),
            grants=(),
        )
    wide = [grant for grant in actor.roles if grant.role in _SEES_EVERYTHING]
    return Sight(
        everything=any(grant.everywhere for grant in wide),
        user_id=actor.user_id,
        agency_id=None,
        team_ids=tuple(sorted(actor.team_ids)),
        grants=tuple((grant.brand_id, grant.market) for grant in wide if not grant.everywhere),
    )


def check_expiry(now: datetime, expires_at: datetime) -> None:
    """Raise `Invalid` unless a token may expire at `expires_at`."""
    if expires_at.tzinfo is None:
        raise Invalid(
            "zone_missing", "Say in which time zone, as in 2026-12-31T12:00:00Z.", ("expiresAt",)
        )
    days = (expires_at - now).total_seconds() / 86_400
    if not 0 < days <= TOKEN_DAYS_MAX:
        raise Invalid(
            "expiry_out_of_range",
            f"A token must expire within {TOKEN_DAYS_MAX} days from now.",
            ("expiresAt",),
        )


def _covers(grant: RoleGrant, brand_id: str | None, markets: tuple[str, ...]) -> bool:
    if grant.brand_id is not None and brand_id is not None and grant.brand_id != brand_id:
        return False
    return grant.market is None or not markets or set(markets) <= {grant.market}
