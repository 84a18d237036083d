"""Functions of texts. A character is a code point; positions count from 1, or -1 from the end."""

from decimal import Decimal

from domain.decisions.dmn.feel import patterns
from domain.decisions.dmn.feel.builtins.signature import builtin
from domain.decisions.dmn.feel.numbers import whole
from domain.decisions.dmn.feel.run import Run
from domain.decisions.dmn.feel.values import Value
from domain.decisions.dmn.limits import CHARACTERS_MAX


@builtin("substring(string: string, start position: number, length?: number) -> string")
def _substring(text: str, start: Decimal, length: Decimal | None = None) -> Value:
    at = whole(start)
    size = len(text) if length is None else int(min(length, Decimal(len(text) + 1)))
    if not at or abs(at) > len(text) or size < 1:
        return None
    begin = at - 1 if at > 0 else len(text) + at
    return text[begin : begin + size]


@builtin("string length(string: string) -> number")
def _length(text: str) -> Value:
    return Decimal(len(text))


@builtin("upper case(string: string) -> string")
def _upper(text: str) -> Value:
    return text.upper()


@builtin("lower case(string: string) -> string")
def _lower(text: str) -> Value:
    return text.lower()


@builtin("trim(string: string) -> string")
def _trim(text: str) -> Value:
    return text.strip()


@builtin("substring before(string: string, match: string) -> string")
def _before(text: str, match: str) -> Value:
    return text.partition(match)[0] if match and match in text else ""


@builtin("substring after(string: string, match: string) -> string")
def _after(text: str, match: str) -> Value:
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string) -> boolean")
def _contains(text: str, match: str) -> Value:
    return match in text


@builtin("starts with(string: string, match: string) -> boolean")
def _starts(text: str, match: str) -> Value:
    return text.startswith(match)


@builtin("ends with(string: string, match: string) -> boolean")
def _ends(text: str, match: str) -> Value:
    return text.endswith(match)


@builtin("matches(input: string, pattern: string, flags?: string) -> boolean", needs_run=True)
def _matches(run: Run, text: str, pattern: str, flags: str | None = None) -> Value:
    found = patterns.compiled(pattern, flags or "")
    return None if found is None else patterns.search(found, text, 0, run) is not None


@builtin(
    "replace(input: string, pattern: string, replacement: string, flags?: string) -> string",
    needs_run=True,
)
def _replace(
    run: Run, text: str, pattern: str, replacement: str, flags: str | None = None
) -> Value:
    found = patterns.compiled(pattern, flags or "")
    return None if found is None else patterns.replaced(found, text, replacement, run)


@builtin("split(string: string, delimiter: string) -> list", needs_run=True)
def _split(run: Run, text: str, delimiter: str) -> Value:
    found = patterns.compiled(delimiter, "")
    return None if found is None else patterns.split(found, text, run)


@builtin("string join(list: list, delimiter!: string, prefix: string, suffix: string) -> string")
def _join_within(items: list[Value], delimiter: str | None, prefix: str, suffix: str) -> Value:
    inner = _join(items, delimiter)
    return f"{prefix}{inner}{suffix}" if isinstance(inner, str) else None


@builtin("string join(list: list, delimiter?: string) -> string")
def _join(items: list[Value], delimiter: str | None = None) -> Value:
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) + sum(item is None for item in items) != len(items):
        return None
    mark = delimiter or ""
    if sum(map(len, texts)) + len(mark) * len(texts) > CHARACTERS_MAX:
        return None
    return mark.join(texts)
