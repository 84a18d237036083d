"""Instances, tasks and their variables on the wire, the same for OpenText and Flowable. Pure."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from connectors.opentext import wire
from connectors.opentext.errors import Unsuitable
from connectors.opentext.workflow_dialects import WorkflowDialect
from domain.decision_service import Fact
from domain.errors import Invalid
from domain.instants import in_utc
from domain.workflow_service import Instance, Order, Remark, Task

Found = TypeVar("Found")

#: The longest id and the longest name that are taken, in characters. Ours.
ID_LENGTH_MAX, NAME_LENGTH_MAX = 80, 1_000

#: The most of a comment that is read; the mark of ours stands at the end of theirs. Ours.
COMMENT_LENGTH_MAX = 10_000

#: The most items of one answer, and variables of one item, that are read. Ours.
ITEMS_MAX, VARIABLES_MAX = 1_000, 500


def variables(facts: Mapping[str, Fact], scope: str | None = None) -> list[wire.Variable]:
    """Return facts as variables; `Unsuitable` names one that cannot be given."""
    beside = {"scope": scope} if scope else {}
    return [{**wire.variable(name, fact), **beside} for name, fact in facts.items()]


def started(order: Order) -> dict[str, Any]:
    """Return the body that starts an instance."""
    return {
        "processDefinitionKey": order.definition,
        "businessKey": order.business_key,
        "name": order.name,
        "variables": variables(order.facts),
        "returnVariables": False,
    }


def document(content: bytes) -> Any:  # noqa: ANN401  JSON is whatever it is.
    """Return what an answer holds; `Unsuitable` if it is no JSON."""
    try:
        return json.loads(content, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unsuitable("answered something that is no JSON") from None


def rows(content: bytes, dialect: WorkflowDialect, what: str) -> list[Any]:
    """Return the items of a list; in HAL a list of nothing may be left out."""
    body = document(content)
    name = dialect.rows[what]
    held = body.get("_embedded", {}) if dialect.hal and isinstance(body, dict) else body
    found = held.get(name, [] if dialect.hal else None) if isinstance(held, dict) else None
    if not isinstance(found, list) or len(found) > ITEMS_MAX:
        raise Unsuitable(f"answered without a list of `{name}`")
    return found


def readable(items: Sequence[Any], read: Callable[[Any], Found]) -> tuple[list[Found], list[str]]:
    """Return what can be read of `items`, and why the others cannot."""
    found: list[Found] = []
    wrong: list[str] = []
    for item in items:
        try:
            found.append(read(item))
        except Unsuitable as problem:
            wrong.append(str(problem))
    return found, wrong


def instance(item: Any) -> Instance:  # noqa: ANN401  JSON is whatever it is.
    """Return an instance from an item, running or historic."""
    ended = moment(item, "endTime")
    if ended is None and _get(item, "ended") is True:
        ended = moment(item, "startTime") or datetime.fromtimestamp(0, UTC)
    _, values = _split(item)
    return Instance(identity(item), text(item, "businessKey"), ended, values)


def task(item: Any) -> Task:  # noqa: ANN401  JSON is whatever it is.
    """Return a task from an item, open or historic."""
    created = moment(item, "createTime") or moment(item, "startTime")
    if created is None:
        raise Unsuitable(f"task `{identity(item)}` says not since when it is there")
    local, values = _split(item)
    reason = text(item, "deleteReason")
    return Task(
        id=identity(item),
        instance_id=text(item, "processInstanceId"),
        name=text(item, "name") or "a task without a name",
        key=text(item, "taskDefinitionKey"),
        category=text(item, "category"),
        assignee=text(item, "assignee"),
        created_at=created,
        closed_at=moment(item, "endTime"),
        # Source: engines before Flowable 6 write `completed` there for a task that was.
        deleted=reason is not None and reason != "completed",
        local=local,
        values=values,
    )


def comment(item: Any) -> str:  # noqa: ANN401  JSON is whatever it is.
    """Return the text of a comment."""
    return text(item, "message", COMMENT_LENGTH_MAX) or ""


def remark(item: Any) -> Remark:  # noqa: ANN401  JSON is whatever it is.
    """Return a comment with who made it."""
    return Remark(identity(item), text(item, "author"), comment(item))


def identity(item: Any) -> str:  # noqa: ANN401  JSON is whatever it is.
    """Return the id of an item."""
    found = _get(item, "id")
    if not isinstance(found, str) or not 0 < len(found) <= ID_LENGTH_MAX or not found.isprintable():
        raise Unsuitable("an item has no id that can be used")
    if any(sign in found for sign in "/?#% "):
        raise Unsuitable("an item has no id that can be used")
    return found


def text(item: Any, name: str, most: int = NAME_LENGTH_MAX) -> str | None:  # noqa: ANN401  JSON is whatever it is.
    """Return a text of an item, without what cannot be kept or shown; None if there is none."""
    found = _get(item, name)
    if not isinstance(found, str):
        return None
    clean = "".join(sign for sign in found if sign.isprintable() or sign in "\n\t").strip()
    return clean[:most] or None


def moment(item: Any, name: str) -> datetime | None:  # noqa: ANN401  JSON is whatever it is.
    """Return an instant of an item, such as `2018-04-17T10:17:43.902+0000`; None if none is."""
    found = _get(item, name)
    if found is None:
        return None
    try:
        at = datetime.fromisoformat(found)
        return in_utc(at if at.tzinfo else at.replace(tzinfo=UTC))
    except (TypeError, ValueError, Invalid):
        raise Unsuitable(f"`{name}` of `{identity(item)}` is no time") from None


def told(at: datetime) -> str:
    """Return an instant as both services take it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def _split(item: Any) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ANN401  As above.
    """Return an item's own variables and those of its process; what cannot be read is left out."""
    local: dict[str, Any] = {}
    values: dict[str, Any] = {}
    held = _get(item, "variables")
    for one in held[:VARIABLES_MAX] if isinstance(held, list) else ():
        name = _get(one, "name")
        if not isinstance(name, str):
            continue
        try:
            value = wire.value_of(name, _get(one, "type"), _get(one, "value"))
        except Unsuitable:
            continue  # Other people's variables are none of ours.
        (local if _get(one, "scope") == "local" else values)[name] = value
    return local, values


def _get(item: Any, name: str) -> Any:  # noqa: ANN401  As above.
    return item.get(name) if isinstance(item, dict) else None


def _no_number(said: str) -> float:
    raise ValueError(f"{said} is no number")
