"""docs/reference/commands.md: every command and its options, as the command line has them."""

from collections.abc import Iterator
from typing import Any

from app.reference.examples import ANSWERS, EXAMPLES
from app.reference.markdown import page, row, table

_INTRO = """
`greenlight COMMAND --help` says the same. Every command reads the [settings](settings.md).

| ends with | when |
|---|---|
| 0 | it was done, and nothing was found that needs anybody |
| 1 | it was done, and what was looked for was found: each command says of what |
| 2 | it was refused or could not be done: a line beginning with `greenlight: `, or how it is used |

With `--json` the answer is JSON on standard output and nothing else is; ends are the same.
"""


def commands(root: Any) -> str:  # noqa: ANN401  Typer's own click.
    """Return the page."""
    return page("Commands", _INTRO, *(_section(name, one) for name, one in every(root)))


def every(root: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  Typer's own click.
    """Yield every command that can be given, by its words."""
    yield from _under("", root)


def _under(name: str, one: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  Typer's own click.
    inner = getattr(one, "commands", None)
    if name and (not inner or one.invoke_without_command):
        yield name, one
    for word, below in sorted((inner or {}).items()):
        yield from _under(f"{name} {word}".strip(), below)


def _section(name: str, one: Any) -> str:  # noqa: ANN401  Typer's own click.
    given = [param for param in one.params if param.name != "help"]
    parts = [f"## {name}", "\n".join(line.strip() for line in one.help.splitlines()).strip()]
    if given:
        head = ("argument or option", "needed", "default", "meaning")
        parts.append(table(head, [_line(param) for param in given]))
    if name in ANSWERS:
        parts.append(f"`--json`: {ANSWERS[name]}")
    parts.append(f"```\ngreenlight {' '.join([name, *EXAMPLES[name]])}\n```")
    return "\n\n".join(parts)


def _line(param: Any) -> str:  # noqa: ANN401  Typer's own click.
    argument = param.param_type_name == "argument"
    name = (param.metavar or param.name.upper()) if argument else ", ".join(param.opts)
    default = param.default
    shown = "-" if default in {None, False} or callable(default) else f"`{default}`"
    meaning = param.help or ""
    if param.envvar:
        meaning += f" Read from `{param.envvar}` as well."
    return row(f"`{name}`", "yes" if param.required else "-", shown, meaning)
