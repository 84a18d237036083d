"""What the command line asks about people: who is here, and what lets them in."""

from collections.abc import Sequence
from datetime import timedelta

from domain.actor import Actor, Door, Role, RoleGrant, Scope
from domain.chat import installing
from domain.database import transaction
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.people import records, service, tokens
from domain.people.rules import TOKEN_DAYS_MAX

CONSOLE = Actor(None, "Command line", Door.CONSOLE, (RoleGrant(Role.ADMIN),))


async def add_person(hub: Hub, email: str, name: str, roles: Sequence[Role]) -> str:
    """Add a person with roles, and return what to say."""
    async with transaction():
        user = await service.add_user(hub, CONSOLE, name=name, email=email)
        for role in roles:
            await service.grant_role(hub, CONSOLE, user.id, role)
    return f"{user.id}: {user.name} <{user.email}>, {', '.join(roles)}."


async def issue_token(hub: Hub, email: str, name: str, days: int) -> str:
    """Make a token for the person with an address, and return its secret."""
    user = await records.user_by_email(email)
    if user is None:
        raise Missing("no_such_user", f"There is nobody with the address `{email}`.")
    try:
        expires = hub.clock.now() + timedelta(days=days)
    except OverflowError:
        said = f"A token must expire within {TOKEN_DAYS_MAX} days from now."
        raise Invalid("expiry_out_of_range", said, ("days",)) from None
    _, secret = await tokens.issue_token(
        hub, CONSOLE, name, frozenset(Scope), expires, for_user_id=user.id
    )
    return secret


async def install_link(hub: Hub, hours: int) -> str:
    """Return the address at which the app is installed in a further workspace."""
    return f"{hub.public_url}/slack/install?invitation={installing.invite(hub, CONSOLE, hours)}"
