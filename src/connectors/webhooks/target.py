"""A content system as a target: it is sent what is to stand there, signed, and reports back."""

from collections.abc import Mapping

from domain.content_systems import sending
from domain.content_systems.model import Verb
from domain.hub import Hub
from domain.jobs.model import GiveUp
from domain.targets.model import Noted, Publication, Report, unnoted


class WebhookTarget:
    """Publishes by webhooks; see `domain.targets.model.Target`. A place is an endpoint's id.

    A message that comes twice has the same id, so nothing has to be looked up after a try whose
    answer nobody has. `look` returns what the system reported last: nobody asks it.
    """

    name = "webhook"

    #: The message says when it is to be heard, and the system sees to it.
    ahead = True

    #: What it reports says nothing of markets, so that less of them could be proved by nothing.
    narrows = False

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def publish(
        self,
        what: Publication,
        outside: Mapping[str, str],
        *,
        tried: bool,
        noted: Noted = unnoted,  # noqa: ARG002  It knows nothing before it is done.
    ) -> Report:
        """Send what is to stand there; it is live only if the answer says so."""
        return await self._send(Verb.PUBLISH, what, outside, again=tried)

    async def look(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Return what was reported last."""
        return await sending.last_report(what.request_id, outside)

    async def remove(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Send that it is to go until that is taken; gone it is if an answer or report says so."""
        if await sending.was_taken(Verb.REMOVE, what):
            return await sending.last_report(what.request_id, outside)
        return await self._send(Verb.REMOVE, what, outside, again=True)

    async def _send(
        self, verb: Verb, what: Publication, outside: Mapping[str, str], *, again: bool
    ) -> Report:
        if self._hub.journeys is None:
            raise GiveUp("nothing here sends webhooks")
        begun = await sending.begin(self._hub, verb, what, outside, again=again)
        answer = await self._hub.journeys.send(begun.message)
        return await sending.conclude(self._hub, begun, answer, outside)
