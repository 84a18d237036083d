"""Who may see and do what: one table, obeyed behind both doors."""

from collections.abc import Collection, Iterable, Mapping
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
        Act.HAND_SEAT: (_STAFF | {Role.REVIEWER}, Scope.WRITE),
        Act.TAKE_ON: (_STAFF | {Role.REVIEWER, Role.REQUESTER}, Scope.WRITE),
        Act.SEE_AUDIT: (_STAFF | {Role.AUDITOR}, Scope.READ),
        Act.OVERRIDE_SEQUENCE: (_STAFF, Scope.WRITE),
        Act.WAIVE_EMBARGO: (_STAFF, Scope.WRITE),
        Act.REPUBLISH: (_STAFF, Scope.WRITE),
        Act.SEE_CATALOG: (_EVERYBODY, Scope.READ),
        Act.CHANGE_CATALOG: (_STAFF, Scope.WRITE),
        Act.SEE_SITES: (_EVERYBODY - {Role.AGENCY}, Scope.READ),
        Act.SEE_RIGHTS: (_EVERYBODY - {Role.AGENCY}, Scope.READ),
        Act.CHANGE_RIGHTS: (_STAFF, Scope.WRITE),
        Act.REPORT_DISTRIBUTION: (_STAFF | {Role.REVIEWER, Role.REQUESTER}, Scope.WRITE),
        Act.SEE_WORKS: (_EVERYBODY - {Role.AGENCY}, Scope.READ),
        Act.SEE_METRICS: (_EVERYBODY - {Role.AGENCY}, Scope.READ),
        Act.REVIEW_CAMPAIGNS: (_STAFF | {Role.REVIEWER, Role.REQUESTER}, Scope.WRITE),
        Act.CHANGE_METRICS: (_STAFF, Scope.WRITE),
        Act.CHANGE_THRESHOLDS: (_STAFF, Scope.WRITE),
        Act.HANDLE_ALERTS: (_STAFF | {Role.REVIEWER, Role.REQUESTER}, Scope.WRITE),
        Act.PLAN_LAUNCHES: (_STAFF | {Role.REQUESTER}, Scope.WRITE),
        Act.SEE_CONSENTS: (_STAFF | {Role.AUDITOR}, Scope.READ),
        Act.CHANGE_CONSENTS: (_STAFF, Scope.WRITE),
        Act.SEE_LEADS: (_STAFF | {Role.AUDITOR}, Scope.READ),
        Act.CAPTURE_LEADS: (_STAFF, Scope.WRITE),
        Act.ALLOW_HOSTS: (frozenset({Role.ADMIN}), Scope.ADMIN),
        Act.SEE_PEOPLE: (_STAFF | {Role.AUDITOR}, Scope.READ),
        Act.CHANGE_PEOPLE: (frozenset({Role.ADMIN}), Scope.ADMIN),
        Act.SEE_RULES: (_EVERYBODY - {Role.AGENCY}, Scope.READ),
        Act.CHANGE_RULES: (_STAFF, Scope.WRITE),
        Act.HOLD_TOKENS: (_EVERYBODY, Scope.WRITE),
        Act.OPEN_CASE: (_EVERYBODY - {Role.AUDITOR}, Scope.WRITE),
        Act.HANDLE_CASE: (_STAFF | {Role.REVIEWER, Role.REQUESTER}, Scope.WRITE),
        Act.MANAGE_CASES: (_STAFF, Scope.WRITE),
        Act.BE_AWAY: (_EVERYBODY, Scope.WRITE),
        Act.SEE_ORCHESTRATION: (_STAFF | {Role.AUDITOR}, Scope.READ),
        Act.CHANGE_ORCHESTRATION: (frozenset({Role.ADMIN}), Scope.ADMIN),
        Act.SEE_AUDIENCE: (_STAFF | {Role.AUDITOR}, Scope.READ),
        Act.CHANGE_AUDIENCE: (_STAFF, Scope.WRITE),
        Act.SEE_JOURNEYS: (_STAFF | {Role.AUDITOR}, Scope.READ),
        Act.CHANGE_JOURNEYS: (frozenset({Role.ADMIN}), Scope.ADMIN),
        Act.SEE_WEBHOOKS: (_EVERYBODY, Scope.READ),
        Act.HOLD_WEBHOOKS: (_EVERYBODY, Scope.WRITE),
        Act.CHANGE_FEEDS: (frozenset({Role.ADMIN}), Scope.ADMIN),
        Act.SEE_CONNECTIONS: (_STAFF | {Role.AUDITOR}, Scope.READ),
        Act.CONNECT_ACCOUNTS: (_STAFF, Scope.WRITE),
    }
)

_SEES_EVERYTHING = frozenset({Role.ADMIN, Role.MANAGER, Role.AUDITOR})


def may(
    actor: Actor,
    act: Act,
    *,
    brand_id: str | None = None,
    markets: tuple[str, ...] = (),
    everywhere: bool = False,
) -> bool:
    """Whether `actor` may do `act`, on something of `brand_id` and `markets` if given.

    `everywhere` if it concerns the whole organisation: then a role for a part of it is too little.
    What is changed of a brand and names no country is for every one: a role for some markets is
    too little for that, too. Something of it may be asked for by a role for some: which, it says.
    """
    grants = grants_for(actor, act)
    changes = ACCESS[act][1] is not Scope.READ and act is not Act.SUBMIT_REQUEST
    if changes and brand_id is not None and not markets:
        grants = tuple(grant for grant in grants if grant.market is None)
    return covers(grants, brand_id, markets, everywhere=everywhere)


def covers(
    grants: Iterable[RoleGrant],
    brand_id: str | None,
    markets: Collection[str] = (),
    *,
    everywhere: bool = False,
) -> bool:
    """Whether roles, taken together, cover a brand and every one of `markets`, where given.

    `everywhere` asks for a role without limits.
    """
    if everywhere:
        return any(grant.everywhere for grant in grants)
    fitting = [
        grant
        for grant in grants
        if brand_id is None or grant.brand_id is None or grant.brand_id == brand_id
    ]
    if any(grant.market is None for grant in fitting):
        return True
    return bool(fitting) and set(markets) <= {grant.market for grant in fitting}


def grants_for(actor: Actor, act: Act) -> tuple[RoleGrant, ...]:
    """Return the roles of `actor` that allow `act`, each perhaps for a brand or market only."""
    roles, scope = ACCESS[act]
    if scope not in actor.scopes:
        return ()
    return tuple(grant for grant in actor.roles if grant.role in roles)


def brands_for(
    actor: Actor, act: Act, brand_id: str | None = None, *, wholly: bool = False
) -> list[str] | None:
    """Return the brands that a list of what `act` allows is about; None for every one.

    `brand_id` alone where it is named, else those that `actor` has a role for; `wholly` those in
    every market.
    """
    if brand_id is not None:
        return [brand_id]
    grants = grants_for(actor, act)
    brands = {grant.brand_id for grant in grants if not wholly or grant.market is None}
    return None if None in brands else sorted(filter(None, brands))


def require(
    actor: Actor,
    act: Act,
    *,
    brand_id: str | None = None,
    markets: tuple[str, ...] = (),
    everywhere: bool = False,
) -> None:
    """Raise `Forbidden` unless `actor` may do `act`; the same is asked as by `may`."""
    if may(actor, act, brand_id=brand_id, markets=markets, everywhere=everywhere):
        return
    roles, scope = ACCESS[act]
    if scope not in actor.scopes:
        raise Forbidden(
            "scope_missing",
            f"This token lacks the scope `{scope}`. Make one that has it.",
        )
    names = " or ".join(sorted(role.value for role in roles))
    reach = " for this brand and these markets" if brand_id or markets else ""
    raise Forbidden(
        "not_allowed",
        f"{actor.name} may not {act.replace('_', ' ')}; it takes the role {names}"
        f"{' for the whole organisation' if everywhere else reach}.",
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
    # Who may not vote fills no seat, and so sees nothing because of one.
    votes = any(g.role in ACCESS[Act.VOTE][0] for g in actor.roles)
    return Sight(
        everything=any(grant.everywhere for grant in wide),
        user_id=actor.user_id,
        agency_id=None,
        team_ids=tuple(sorted(actor.team_ids)),
        grants=tuple((grant.brand_id, grant.market) for grant in wide if not grant.everywhere),
        seats=actor.stands_in if votes else (),
        called=actor.called if votes else frozenset(),
    )


def spelled(email: str) -> str:
    """Return how an address is kept and looked up: upper and lower case alike, and no more.

    Folding as Unicode has it would make an s of a long s and a k of the sign for kelvin, and
    whoever has the one mailbox would be taken for the owner of the other.
    """
    return "".join(_lower(sign) for sign in email.strip())


def _lower(sign: str) -> str:
    small = sign.lower()
    return small if len(small) == 1 and small.isascii() == sign.isascii() else sign


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
