"""What was kept of judgements by rights, read by the door, and judged again from that alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.rights import availability, evidence, reach, records
from domain.rights.model import Grant, Subject, SubjectKind, Use
from domain.rights.reading import Book
from domain.rights.verdicts import Question
from domain.territories import area
from tests.stories.house import House

_TRAIL = "query($id: ID!) { request(id: $id) { auditTrail { act details } } }"
_GRANTS = """query($kind: RightsSubjectKind!, $id: ID!) { rights(kind: $kind, id: $id) {
  grants(first: 50) { auditTrail { details } } } }"""


async def kept(house: House, request: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    """Return the things that were judged for a request, each time something was kept."""
    manager = await house.desk.front("manager")
    trail = (await manager.data(_TRAIL, id=request["id"]))["request"]["auditTrail"]
    return [one["details"]["judged"] for one in trail if one["act"] == evidence.JUDGED]


async def again(house: House, thing: Mapping[str, Any]) -> list[list[Any]]:
    """Judge a thing again as it was kept: what was asked, by the grants in their versions then."""
    subject = Subject(SubjectKind(thing["kind"]), thing["subject"])
    versions = await _versions(house, subject)
    grants = tuple(versions[grant, version] for grant, version in thing["grants"].items())
    needs = tuple(records.need(one) for one in thing["needs"])
    book = Book(subject, grants, needs, needs)
    return [_judged(book, asked) for asked in thing["asked"]]


def _judged(book: Book, asked: Mapping[str, Any]) -> list[Any]:
    at, until = datetime.fromisoformat(asked["at"]), datetime.fromisoformat(asked["until"])
    question = Question(Use(asked["use"]), at, asked["language"], asked["channel"])
    where = reach.bits(
        area({code for one in asked["found"] for code in one["territories"]}).touched
    )
    found = availability.search(book.needs, book.grants, question, until, where)
    judged: list[Any] = evidence.through(book, question, until, found)["found"]
    return judged


async def _versions(house: House, subject: Subject) -> Mapping[tuple[str, int], Grant]:
    """Return each version of each grant of a subject, as its own record tells of it."""
    manager = await house.desk.front("manager")
    given = {"kind": subject.kind.name, "id": subject.ref}
    held = (await manager.data(_GRANTS, **given))["rights"]["grants"]
    told = [event["details"].get("after") for one in held for event in one["auditTrail"]]
    rows = [_row(one) for one in told if one]
    return {(row["id"], row["version"]): records.grant(row) for row in rows}


def _row(told: Mapping[str, Any]) -> dict[str, Any]:
    places = area(told["included"], told["excluded"])
    return {**told, "whole": sorted(places.whole), "partly": sorted(places.partly)}
