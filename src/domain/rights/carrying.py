"""Whether other grants carry on what one permits once it ends. Pure."""

from collections.abc import Iterable

from domain.rights import reach
from domain.rights.model import Effect, End, Flow, Grant, Status


def carried_on(grant: Grant, held: Iterable[Grant]) -> bool:
    """Whether others of `held` permit at the end of `grant` all that it does.

    For each use, those that contain its part, languages and channels have to hold its territories
    between them; who is granted it counts where rights go out.
    """
    end = grant.window.ends_at
    if end is None:
        return False
    others = [
        one
        for one in held
        if one.id != grant.id
        and one.effect is Effect.PERMIT
        and one.status is Status.SIGNED
        and one.flow is grant.flow
        and (grant.flow is Flow.IN or one.provenance.grantee == grant.provenance.grantee)
        and one.window.end is not End.UNKNOWN
        and one.window.holds(end)
    ]
    wanted = reach.bits(grant.scope.area.touched)
    for use in grant.scope.uses:
        left = wanted
        for one in others:
            if reach.within(grant, one, use):
                left &= ~reach.bits(one.scope.area.whole)
        if left:
            return False
    return True
