"""What Tortoise builds of the tables whenever a database is opened, built once for each engine.

It is the same for every database of an engine, and half of what opening one takes.
"""

from functools import cache
from types import ModuleType
from typing import Any

from tortoise.apps import Apps
from tortoise.models import Model

#: What of a table depends on its engine: values, and collections that a build changes in place.
_VALUES = ("basetable", "basequery", "basequery_all_fields")
_COLLECTIONS = ("filters", "db_native_fields", "db_default_fields", "db_complex_fields")

_build, _discover = Apps._build_initial_querysets, Apps._discover_models
_built: dict[tuple[object, ...], list[dict[str, Any]]] = {}
#: The engine that tables are built for as they are.
_now: list[tuple[object, ...]] = []


def build_once() -> None:
    """Have it so from now on, for the hub's own tables; those of migrations are built as ever."""
    Apps._build_initial_querysets = _recall  # type: ignore[method-assign, assignment]
    Apps._discover_models = staticmethod(_found)  # type: ignore[method-assign, assignment]


@cache
def _known(module: str, label: str) -> tuple[type[Model], ...]:
    return tuple(_discover(module, label))


def _found(module: ModuleType | str, label: str) -> list[type[Model]]:
    """Return what tables a module declares; it is asked for each of its names, of which it has."""
    if isinstance(module, str) and module.startswith("domain."):
        return list(_known(module, label))
    return _discover(module, label)


def _recall(apps: Apps) -> None:
    models = [model for app in apps.apps.values() for model in app.values()]
    if not models or not all(model.__module__.startswith("domain.") for model in models):
        _build(apps)
        return
    key = (models[0]._meta.db.query_class, *models)
    if _now == [key]:
        return
    if key not in _built:
        _part(models)
        _build(apps)
        _built[key] = [_of_engine(model) for model in models]
    for model, kept in zip(models, _built[key], strict=True):
        for name, value in kept.items():
            setattr(model._meta, name, value)
    _now[:] = [key]


def _part(models: list[type[Model]]) -> None:
    """Have what is built next change none of what was built for another engine."""
    for model in models:
        for name in _COLLECTIONS:
            setattr(model._meta, name, getattr(model._meta, name).copy())


def _of_engine(model: type[Model]) -> dict[str, Any]:
    return {name: getattr(model._meta, name) for name in (*_VALUES, *_COLLECTIONS)}
