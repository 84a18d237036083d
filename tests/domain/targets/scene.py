"""What the tests of targets act with: an episode that everybody said yes to."""

from dataclasses import dataclass
from typing import Any

from domain.rights.live import records as live
from domain.rights.live.model import Exposure
from domain.rights.model import Subject, SubjectKind
from tests.domain.targets.stand import Stand
from tests.stories.desk import OneProcess
from tests.stories.house import House
from tests.stories.sponsors import ERRORS

SET = f"""mutation($input: SetShowTargetInput!) {{ done: setShowTarget(input: $input) {{
  targets {{ target place version }} {ERRORS} }} }}"""
REMOVE = f"""mutation($input: RemoveShowTargetInput!) {{ done: removeShowTarget(input: $input) {{
  targets {{ target place version }} {ERRORS} }} }}"""
REPUBLISH = f"""mutation($input: RepublishInput!) {{ done: republish(input: $input) {{
  request {{ id }} {ERRORS} }} }}"""
LOOK = """query($id: ID!) { request(id: $id) { state note trouble revision
  placements { publisher state } handOver { state receipt }
  publication { target place standing opensAt endsAt address outsideIds { name value } blocked
    problems drift evidence since lookedAt closedAt } auditTrail { act } } }"""

NOTICE = f"""mutation($input: RecordExposureInput!) {{ done: recordExposure(input: $input) {{
  exposure {{ id }} {ERRORS} }} }}"""

HOUR, DAY = 3_600, 86_400


@dataclass
class Scene:
    """A house, its desk, and the target its show is published to."""

    house: House
    desk: OneProcess
    stand: Stand

    async def sets(self, target: str, place: str, who: str = "manager") -> Any:
        given = {"showId": self.house.show, "target": target, "place": place}
        return await self._done(SET, given, who)

    async def unsets(self, target: str, who: str = "manager") -> Any:
        return await self._done(REMOVE, {"showId": self.house.show, "target": target}, who)

    async def republishes(self, request: dict[str, Any], who: str = "manager") -> Any:
        return await self._done(REPUBLISH, {"requestId": request["id"]}, who)

    async def approved(self, **changes: Any) -> dict[str, Any]:
        """Ask for a release, have everybody say yes, and have it handed over."""
        brief = await self.house.release(**changes)
        done = await self.house.asks("episode_release", brief)
        assert done["errors"] == [], done
        request: dict[str, Any] = done["request"]
        await self.says_yes(request)
        return request

    async def says_yes(self, request: dict[str, Any], *stages: str) -> None:
        """Have the given stages of a release approved, all if none is given."""
        who = {"script": "editor", "legal": "legal_one", "brand": "brand_one"}
        for stage in stages or who:
            await self.desk.says(who[stage], request, stage)
        await self.desk.work(seconds=31, rounds=2)

    async def opens(self, days: float = 10) -> None:
        """Let so many days pass, and what is due be done."""
        await self.desk.work(seconds=days * DAY, rounds=2)

    async def look(self, request: dict[str, Any], who: str = "manager") -> dict[str, Any]:
        data = await (await self.desk.front(who)).data(LOOK, id=request["id"])
        found: dict[str, Any] = data["request"]
        return found

    async def live(self) -> list[Exposure]:
        """Return where the episode is live."""
        subject = Subject(SubjectKind.EPISODE, self.house.episode)
        return [one for one in await live.of_subject(subject, 10, None) if one.live]

    async def noticed(self, address: str) -> None:
        """Say that somebody noticed the episode at an address, put there by no hub."""
        given = {
            "kind": "EPISODE",
            "subjectId": self.house.episode,
            "use": "STREAM",
            "channel": "spotify",
            "publisher": "podcast-host",
            "address": address,
            "include": ["DE", "AT"],
        }
        done = await self._done(NOTICE, given, "manager")
        assert done["errors"] == [], done

    async def _done(self, query: str, given: dict[str, Any], who: str) -> Any:
        return (await (await self.desk.front(who)).data(query, input=given))["done"]
