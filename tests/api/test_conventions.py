"""The schema as a whole: what is alike has one form, and every exception has its reason."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from api.schema import printed

CHANGELOG = (Path(__file__).parents[2] / "CHANGELOG.md").read_text()

Described = GraphQLField | GraphQLInputField | GraphQLArgument

#: Ranked by what is found, so that there is no way back but the one that one came; the sums of the
#: first two would be the whole work once more.
FORWARDS = {"search", "liveAgainstCleared", "audioFit", "titleAvailability"}
UNCOUNTED = {"SearchConnection", "LiveAgainstClearedConnection", "TitleAvailabilityConnection"}

#: Whole lists that have no number, because something else bounds them.
BOUNDED = {
    "markets": "countries",
    "enforcementPolicies": "what somebody set by hand, brand by brand",
    "drift": "the episodes of one show or title",
    "showMasters": "the fields of one show",
    "metricCatalogue": "what the hub measures",
    "metricSources": "who says figures",
    "metrics": "sources and parts of one metric; docs/limits.md",
    "metricTable": "columns of a table; docs/limits.md",
    "metricProfiles": "what somebody set by hand",
    "thresholdTemplates": "what the hub comes with",
    "launchPolicies": "what somebody set by hand",
    "captureHosts": "what somebody allowed by hand",
    "teams": "what somebody set by hand",
    "decisionTables": "what the hub judges by",
    "orchestrations": "kinds of request",
    "orchestrationDrift": "`first`, up to 100",
    "absences": "who is away, now and to come",
    "routes": "teams and their places",
    "teamSilences": "one of a team at most",
    "calendars": "markets",
    "journeyEndpoints": "100; docs/limits.md",
    "feedCategories": "Apple's list",
    "webhooks": "100 in all; docs/limits.md",
    "webhookEvents": "what can be told of",
}

#: Ids of others, as they write them.
OUTSIDE = {"workspaceId", "chatUserId", "outsideId", "outsideIds", "taskId", "instanceId"}

#: Inputs of several mutations, which would be told apart by nothing but their names.
SHARED = {"AlertInput", "CaptureHostInput", "HearAlertInput", "ImportAudienceInput"} | {
    "LinkRightsSubjectInput",
    "FetchReportsInput",
    "BackfillReportsInput",
}

#: Words that are cut short; the field's own abbreviations (ISRC, CPM, CSV) are whole words there.
SHORT = {"acct", "addr", "amt", "auth", "avg", "cfg", "cnt", "curr", "desc", "dest", "img", "info"}
SHORT |= {"max", "min", "msg", "num", "org", "pct", "prev", "qty", "src", "tmp", "usr", "val"}
AS_THEY_SAY = {"pageInfo", "minSample"}


@cache
def types() -> Mapping[str, GraphQLNamedType]:
    """Return what the schema is made of, by name: half a second of work, for these tests alone."""
    return build_schema(printed()).type_map


def fields() -> Iterator[tuple[str, str, GraphQLField | GraphQLInputField]]:
    """Give every field of every object, interface and input, with the names of both."""
    for name, kind in types().items():
        if not name.startswith("__"):
            for field, it in getattr(kind, "fields", {}).items():
                yield name, field, it


def described() -> Iterator[tuple[str, str, Described]]:
    """Give every field and argument, with where it is and its own name."""
    for name, field, it in fields():
        yield f"{name}.{field}", field, it
        for argument, wanted in getattr(it, "args", {}).items():
            yield f"{name}.{field}({argument})", argument, wanted


def connections() -> Mapping[str, GraphQLObjectType]:
    return {
        name: kind
        for name, kind in types().items()
        if name.endswith("Connection") and isinstance(kind, GraphQLObjectType)
    }


def roots(kind: str = "Query") -> Mapping[str, GraphQLField]:
    found = types()[kind]
    assert isinstance(found, GraphQLObjectType)
    return dict(found.fields)


def test_every_connection_has_edges_page_information_and_a_total() -> None:
    odd = []
    for name, kind in connections().items():
        edge = types().get(get_named_type(kind.fields["edges"].type).name)
        assert isinstance(edge, GraphQLObjectType)
        whole = (
            str(kind.fields["pageInfo"].type) == "PageInfo!"
            and str(edge.fields["cursor"].type) == "String!"
            and "node" in edge.fields
            and edge.name.endswith("Edge")
        )
        total = kind.fields.get("totalCount")
        counted = name in UNCOUNTED if total is None else str(total.type) == "Int!"
        odd += [] if whole and counted else [name]

    assert odd == []


def test_every_connection_is_asked_for_in_one_form() -> None:
    forwards, both = {"first": "Int", "after": "String"}, {"last": "Int", "before": "String"}
    odd = []
    for name, field, it in fields():
        if get_named_type(it.type).name in connections() and isinstance(it, GraphQLField):
            wanted = forwards if field in FORWARDS else forwards | both
            given = {key: str(one.type) for key, one in it.args.items()}
            paged = {key: kind for key, kind in given.items() if key in forwards | both}
            odd += [] if paged == wanted else [f"{name}.{field}"]

    assert odd == []


def test_lists_are_narrowed_by_where_and_sorted_by_order_by() -> None:
    odd = []
    for where, argument, it in described():
        kind = get_named_type(it.type).name
        if argument == "where" and "(" in where:
            odd += [] if re.search(r"Where(Input)?$", kind) else [where]
        if argument == "orderBy":
            order = get_named_type(it.type)
            assert isinstance(order, GraphQLInputObjectType)
            odd += [] if set(order.fields) == {"field", "direction"} else [where]

    assert odd == []


def test_what_is_listed_whole_is_bounded() -> None:
    plain = {
        name: it
        for name, it in roots().items()
        if is_list_type(get_nullable_type(it.type))
        and name != "nodes"
        and not it.deprecation_reason
    }
    unbounded = {
        name
        for name, it in plain.items()
        if not re.search(r"up to [\d,]+|or up to \d+", it.description or "")
    }

    assert unbounded == set(BOUNDED) & set(plain)
    assert set(BOUNDED) <= set(plain)


def test_ids_of_ours_are_ids() -> None:
    odd = [
        where
        for where, name, it in described()
        if re.search(r"(^i|I)ds?$", name)
        and get_named_type(it.type).name != "ID"
        and name not in OUTSIDE
    ]

    assert odd == ["ConnectedAccount.id"]  # Spotify's own, as it writes it.


def test_instants_and_days_are_no_texts() -> None:
    odd = [
        where
        for where, name, it in described()
        if re.search(r"(At|Until|Day|Instant|Time)$", name)
        and get_named_type(it.type).name in {"String", "Int", "Float"}
    ]

    assert odd == ["RowChange.wasAt", "RowChange.isAt"]  # Positions in a table.


def test_money_is_an_amount_with_its_currency() -> None:
    odd = [
        name
        for name, kind in types().items()
        if {"amount", "currency"} <= set(getattr(kind, "fields", {}))
        and name not in {"Money", "MoneyInput"}
        and not kind.fields["amount"].deprecation_reason  # type: ignore[attr-defined]
    ]

    assert odd == ["ProposeCompensationInput"]  # Words alone make good as well: both or none.


def test_yes_and_no_are_answers_to_a_question() -> None:
    odd = [
        where
        for where, _, it in described()
        if get_named_type(it.type).name == "Boolean"
        and not (it.description or "").startswith(("Whether ", "Only "))
    ]

    assert odd == []


def test_a_choice_between_words_is_an_enum() -> None:
    odd = [
        where
        for where, _, it in described()
        if get_named_type(it.type).name == "String"
        and re.search(r"`[a-z_]+`(,| or) `[a-z_]+`", it.description or "")
    ]

    # What a column holds may be the key of any metric.
    assert odd == [f"Metric{name}.holds" for name in ("Column", "ColumnInput", "ProfileColumn")]


def test_every_mutation_takes_one_input_and_answers_with_a_payload() -> None:
    assert [name for name, it in roots("Mutation").items() if not formed(name, it)] == []


def formed(name: str, it: GraphQLField) -> bool:
    """Whether a mutation has the one form: what is given, a key, what became of it, the errors."""
    given = get_named_type(it.args["input"].type)
    answer = get_named_type(it.type)
    assert isinstance(given, GraphQLInputObjectType)
    assert isinstance(answer, GraphQLObjectType)
    return (
        [*it.args] == ["input"]
        and isinstance(it.args["input"].type, GraphQLNonNull)
        and given.name in {f"{name[0].upper()}{name[1:]}Input"} | SHARED
        and str(given.fields["idempotencyKey"].type) == "String"
        and answer.name.endswith("Payload")
        and str(answer.fields["errors"].type) == "[MutationError!]!"
        and len(answer.fields) > 1
    )


def test_names_are_whole_words() -> None:
    words = [
        (f"{name}.{field}", word.lower())
        for name, field, _ in fields()
        for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", field)
        if field not in AS_THEY_SAY
    ]

    assert [where for where, word in words if word in SHORT] == []


def test_types_that_mean_the_same_are_one() -> None:
    shapes: dict[tuple[str, ...], list[str]] = {}
    for name, kind in types().items():
        if isinstance(kind, GraphQLObjectType) and not name.endswith(("Error", "Payload", "Edge")):
            shape = tuple(sorted(f"{field}:{it.type}" for field, it in kind.fields.items()))
            shapes.setdefault(shape, []).append(name)

    assert [names for names in shapes.values() if len(names) > 1] == [["Agency", "Series"]]


def deprecations() -> Iterator[tuple[str, str]]:
    for where, _, it in described():
        if it.deprecation_reason:
            yield where, it.deprecation_reason


def test_what_is_replaced_says_by_what_and_until_when_it_stays() -> None:
    odd = []
    for where, reason in deprecations():
        found = re.fullmatch(r"Use `(\w+)`\. Removed after \d{4}-\d\d-\d\d\.", reason)
        beside = getattr(types()[where.partition(".")[0]], "fields", {})
        odd += [] if found and found[1] in beside else [where]

    assert odd == []


def test_what_is_replaced_is_gone_once_its_day_has_passed() -> None:
    latest = released(CHANGELOG)
    late = [where for where, said in deprecations() if date.fromisoformat(said[-11:-1]) < latest]

    assert late == []


def released(changelog: str) -> date:
    """Return the day of the latest version, or the first of its month while it has none."""
    found = re.search(r"^## (\d+)\.(\d+)\.\d+ \(([^)]*)\)$", changelog, re.MULTILINE)
    assert found is not None
    year, month, said = found.groups()
    known = re.fullmatch(r"\d{4}-\d\d-\d\d", said)
    return date.fromisoformat(said) if known else date(int(year), int(month), 1)


def test_the_day_of_a_version_is_the_one_it_names() -> None:
    assert released("# C\n\n## 2027.6.1 (2027-06-09)\n\n## 2026.11.0 (2026-12-01)") == date(
        2027, 6, 9
    )
    assert released("## 2027.7.0 (unreleased)") == date(2027, 7, 1)
