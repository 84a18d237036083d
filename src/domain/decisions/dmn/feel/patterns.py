"""Regular expressions that cannot run away.

Python's `re` goes back and forth, and takes time that doubles with every character for patterns
such as `(a+)+$`. Here every possible way through the pattern goes forward together (Pike's
machine), so the time is the length of the text times the size of the pattern at most, and even
that is charged to the evaluation. Earlier alternatives win, as everywhere.
"""

from functools import lru_cache

from domain.decisions.dmn.feel.pattern_syntax import Program, Unreadable, read
from domain.decisions.dmn.feel.run import Run, Violation
from domain.decisions.dmn.feel.values import Value
from domain.decisions.dmn.limits import CHARACTERS_MAX, PATTERN_LENGTH_MAX

#: Where the whole match and each group begin and end; -1 where a group was not passed.
Spans = tuple[int, ...]


@lru_cache(maxsize=256)
def compiled(pattern: str, flags: str) -> Program | None:
    """Return the program of a pattern; None if it has no meaning, or is too large."""
    if len(pattern) > PATTERN_LENGTH_MAX:
        return None
    try:
        return read(pattern, flags)
    except Unreadable:
        return None


def search(program: Program, text: str, start: int, run: Run) -> Spans | None:
    """Return the first match at `start` or after, the leftmost and of these the preferred one."""
    blank = (-1,) * (2 * program.groups + 2)
    found: Spans | None = None
    threads: list[tuple[int, Spans]] = []
    for at in range(start, len(text) + 1):
        if found is None:
            _add(program, text, at, threads, blank)
        elif not threads:
            break
        run.charge(1 + len(threads))
        char = text[at] if at < len(text) else None
        following: list[tuple[int, Spans]] = []
        seen: set[int] = set()
        for address, spans in threads:
            step = program.steps[address]
            if step.kind == "match":
                found = spans
                break
            if char is not None and step.accepts is not None and step.accepts(char):
                _follow(program, text, at + 1, following, seen, (address + 1, spans))
        threads = following
    return found


def _add(
    program: Program, text: str, at: int, threads: list[tuple[int, Spans]], blank: Spans
) -> None:
    _follow(program, text, at, threads, {address for address, _ in threads}, (0, blank))


def _follow(
    program: Program,
    text: str,
    at: int,
    threads: list[tuple[int, Spans]],
    seen: set[int],
    begin: tuple[int, Spans],
) -> None:
    """Go on from an address without a character, and note where characters are awaited."""
    waiting = [begin]
    while waiting:
        address, spans = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        step = program.steps[address]
        if step.kind == "split":
            waiting.append((address + step.other, spans))
            waiting.append((address + step.to, spans))
        elif step.kind == "jump":
            waiting.append((address + step.to, spans))
        elif step.kind == "save":
            waiting.append((address + 1, (*spans[: step.to], at, *spans[step.to + 1 :])))
        elif step.kind in {"begin", "end"}:
            if _stands(step.kind, text, at, multiline=program.multiline):
                waiting.append((address + 1, spans))
        else:
            threads.append((address, spans))


def _stands(kind: str, text: str, at: int, *, multiline: bool) -> bool:
    if kind == "begin":
        return at == 0 or (multiline and text[at - 1] == "\n")
    return at == len(text) or (multiline and text[at] == "\n")


def replaced(program: Program, text: str, replacement: str, run: Run) -> Value:
    r"""Return a text with every match replaced; `$1` is a group, `$0` all, `\$` a dollar.

    None, as in XPath, where the pattern matches nothing at all, or the replacement is no such.
    """
    parts = _replacement(replacement)
    if parts is None or search(program, "", 0, run) is not None:
        return None
    made: list[str] = []
    size = at = 0
    while (spans := search(program, text, at, run)) is not None:
        made.append(text[at : spans[0]])
        made += [_group(part, text, spans) if isinstance(part, int) else part for part in parts]
        at = spans[1]
        size += sum(map(len, made[-len(parts) - 1 :]))
        if size > CHARACTERS_MAX:
            raise Violation(f"A text is longer than {CHARACTERS_MAX:,} characters.")
    return "".join([*made, text[at:]])


def split(program: Program, text: str, run: Run) -> Value:
    """Return the pieces between the matches; None where the pattern matches nothing at all."""
    if search(program, "", 0, run) is not None:
        return None
    pieces: list[Value] = []
    at = 0
    while (spans := search(program, text, at, run)) is not None:
        pieces.append(text[at : spans[0]])
        at = spans[1]
    return [*pieces, text[at:]]


def _replacement(text: str) -> list[str | int] | None:
    """Return a replacement as texts and numbers of groups."""
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        char, after = text[at], text[at + 1 : at + 2]
        if char == "\\":
            if after not in {"\\", "$"}:
                return None
            parts.append(after)
            at += 2
        elif char == "$":
            if not (after.isascii() and after.isdigit()):
                return None
            parts.append(int(after))
            at += 2
        else:
            parts.append(char)
            at += 1
    return parts


def _group(number: int, text: str, spans: Spans) -> str:
    if 2 * number + 1 >= len(spans) or spans[2 * number] < 0:
        return ""
    return text[spans[2 * number] : spans[2 * number + 1]]
