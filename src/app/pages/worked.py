"""Worked operations: for each of the stories that Greenlight tells, what a front end sends.

They lie in `operations`, a file for each story: its title, then operations, each under its own
title and the role it is for. Variables stand beside it as JSON, by operation. A variable such as
`{shows[0].id}` is filled in from what there is (`names.graphql`), `{day+7}` and `{instant+7}` with
the day and instant in so many days, `{key}` with a key that was never used.
"""

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

_STORY = re.compile(r"# (\w\d)\. (.+)\n")
_OPERATION = re.compile(
    r"# (?P<title>[^\n]+)\n# as (?P<role>\w+)\n"
    r"(?P<text>(?:query|mutation|subscription) (?P<name>\w+).*?)(?=\n\n# |\Z)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a story: `role` is who mostly sends it, `variables` as they are written."""

    story: str
    title: str
    role: str
    name: str
    text: str
    variables: dict[str, Any]


def operations() -> list[Operation]:
    """Return every worked operation, story by story."""
    found = [one for one in _folder().iterdir() if one.name.endswith(".graphql")]
    stories = [one for one in found if one.name != "names.graphql"]
    return [operation for file in sorted(stories, key=_name) for operation in _of(file)]


def names() -> str:
    """Return the document that asks what there is: `Names`, then `Files` of the first brand."""
    return (_folder() / "names.graphql").read_text()


def _of(file: Traversable) -> list[Operation]:
    text = file.read_text()
    story = _STORY.match(text)
    if story is None:
        raise ValueError(f"{file.name} does not begin with its story's title.")
    beside = _folder() / f"{story[1]}.json"
    variables = json.loads(beside.read_text()) if beside.is_file() else {}
    return [
        Operation(
            story=f"{story[1]}. {story[2]}",
            title=one["title"],
            role=one["role"],
            name=one["name"],
            text=one["text"].strip(),
            variables=variables.get(one["name"], {}),
        )
        for one in _OPERATION.finditer(text)
    ]


def _name(file: Traversable) -> str:
    return file.name


def _folder() -> Traversable:
    return files("app.pages") / "operations"
