"""Functions of contexts."""

from domain.decisions.dmn.feel.builtins.signature import builtin
from domain.decisions.dmn.feel.values import Value

Context = dict[str, Value]


@builtin("get value(m: context, key: string) -> any")
def _get_value(m: Context, key: str) -> Value:
    return m.get(key)


@builtin("get entries(m: context) -> list")
def _get_entries(m: Context) -> Value:
    return [{"key": name, "value": held} for name, held in m.items()]


@builtin("context(entries: list) -> context")
def _context(entries: list[Value]) -> Value:
    found: Context = {}
    for entry in entries:
        key = entry.get("key") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(key, str) or "value" not in entry:
            return None
        if key in found:
            return None
        found[key] = entry["value"]
    return found


@builtin("context put(context: context, key: string, value!: any) -> context")
def _put(context: Context, key: str, value: Value) -> Value:
    return {**context, key: value}


@builtin("context put(context: context, keys: list, value!: any) -> context")
def _put_deep(context: Context, keys: list[Value], value: Value) -> Value:
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    found: Context = {**context}
    at = found
    for key in keys[:-1]:
        held = at.get(str(key))
        if held is not None and not isinstance(held, dict):
            return None
        inner: Context = dict(held or {})
        at[str(key)] = inner
        at = inner
    at[str(keys[-1])] = value
    return found


@builtin("context merge(contexts: list) -> context")
def _merge(contexts: list[Value]) -> Value:
    found: Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            return None
        found |= context
    return found
