"""Boxed expressions, knowledge models, services, requirement graphs and types of a file."""

from typing import Any

import pytest

from domain.decisions.dmn import DmnError, read
from tests.domain.decisions.dmn.helpers import HEAD, data, decided, decision, literal, needs, table


def box(name: str, logic: str, kind: str = "") -> str:
    typed = f' typeRef="{kind}"' if kind else ""
    return f'<contextEntry><variable name="{name}"{typed}/>{logic}</contextEntry>'


def knowledge(name: str, parameters: str, logic: str, more: str = "", kind: str = "") -> str:
    formal = "".join(
        f'<formalParameter name="{one.partition(":")[0]}"'
        + (f' typeRef="{one.partition(":")[2]}"' if ":" in one else "")
        + "/>"
        for one in parameters.split(",")
        if one
    )
    typed = f' typeRef="{kind}"' if kind else ""
    return (
        f'<businessKnowledgeModel id="k_{name}" name="{name}"><variable name="{name}"{typed}/>'
        f"<encapsulatedLogic>{formal}{logic}</encapsulatedLogic>{more}</businessKnowledgeModel>"
    )


def knowing(*names: str) -> str:
    return "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#k_{name}"/></knowledgeRequirement>'
        for name in names
    )


def test_a_context_is_read_entry_by_entry() -> None:
    inner = box("twice", literal("x * 2"), "number") + box("more", literal("twice + 1"))

    assert decided(f"<context>{inner}</context>", "x: number", x=2).value == {
        "twice": 4,
        "more": 5,
    }
    result = f"<contextEntry>{literal('more * 10')}</contextEntry>"
    assert decided(f"<context>{inner}{result}</context>", "x: number", x=2).value == 50


def test_lists_and_relations_are_lists() -> None:
    items = f"<list>{literal('x')}{literal('x + 1')}</list>"
    relation = (
        '<relation><column name="a" typeRef="number"/><column name="b c"/>'
        f"<row>{literal('x')}{literal('null')}</row><row>{literal('2')}{literal('3')}</row>"
        "</relation>"
    )

    assert decided(items, "x: number", x=1).value == [1, 2]
    assert decided(relation, "x: number", x=1).value == [
        {"a": 1, "b c": None},
        {"a": 2, "b c": 3},
    ]


def test_a_boxed_function_is_called_by_its_name() -> None:
    function = (
        '<functionDefinition><formalParameter name="a" typeRef="number"/>'
        f"{literal('a * a')}</functionDefinition>"
    )
    result = f"<contextEntry>{literal('square(x) + square(a: 1)')}</contextEntry>"

    assert decided(f"<context>{box('square', function)}{result}</context>", "x:", x=3).value == 10


def binding(name: str, text: str) -> str:
    return f'<binding><parameter name="{name}"/>{literal(text)}</binding>'


def test_knowledge_is_invoked_by_boxes_and_by_texts() -> None:
    fee = knowledge("fee", "amount:number,rate:number", literal("amount * rate"))
    invoked = f"<invocation>{literal('fee')}{binding('rate', '0.1')}{binding('amount', 'x')}"

    for logic in (f"{invoked}</invocation>", literal("fee(x, 0.1)")):
        assert decided(knowing("fee") + logic, "x: number", more=fee, x=50).value == 5


def test_knowledge_may_be_a_table_and_build_on_other_knowledge() -> None:
    rate = knowledge("rate", "age", table("FIRST", [("< 18", "0"), ("-", "0.2")], ("age:number",)))
    fee = knowledge("fee", "age,amount", literal("rate(age) * amount"), knowing("rate"))
    found = read(decision(knowing("fee") + literal("fee(x, 10)"), "x: number", more=fee + rate))

    assert [found.evaluate("D", {"x": x}).value for x in (17, 18)] == [0, 2]
    assert [*found.knowledge] == ["rate", "fee"]


def test_what_goes_wrong_within_knowledge_is_a_violation() -> None:
    unique = knowledge("u", "a", table("UNIQUE", [("-", "1"), ("> 0", "2")], ("a:number",)))
    typed = knowledge("t", "a:number", literal("a"))

    assert "More than one rule" in str(
        decided(knowing("u") + literal("u(x)"), "x:", more=unique, x=1).violation
    )
    assert "`a` of `t` must be a number" in str(
        decided(knowing("t") + literal("t(x)"), "x:", more=typed, x="a").violation
    )


def test_the_type_of_a_function_of_old_files_is_that_of_its_result() -> None:
    half = knowledge("half", "a:number", literal("a / 2"), kind="number")

    assert decided(knowing("half") + literal("half(x)"), "x: number", more=half, x=4).value == 2


LATER = {
    "conditional": (
        (
            f"<conditional><if>{literal('x > 1')}</if><then>{literal('x')}</then>"
            f"<else>{literal('0')}</else></conditional>"
        ),
        2,
    ),
    "for": (
        (
            f'<for iteratorVariable="i"><in>{literal("[x, 3]")}</in>'
            f"<return>{literal('i * 2')}</return></for>"
        ),
        [4, 6],
    ),
    "partial": (
        (
            f'<for iteratorVariable="i"><in>{literal("[x, 3]")}</in>'
            f"<return>{literal('count(partial)')}</return></for>"
        ),
        [0, 1],
    ),
    "some": (
        (
            f'<some iteratorVariable="i"><in>{literal("[x, 3]")}</in>'
            f"<satisfies>{literal('i > 2')}</satisfies></some>"
        ),
        True,
    ),
    "every": (
        (
            f'<every iteratorVariable="i"><in>{literal("[x, 3]")}</in>'
            f"<satisfies>{literal('i > 2')}</satisfies></every>"
        ),
        False,
    ),
    "filter": (
        f"<filter><in>{literal('[1, x, 3]')}</in><match>{literal('item > 1')}</match></filter>",
        [2, 3],
    ),
}


@pytest.mark.parametrize("form", LATER)
def test_boxes_of_later_versions(form: str) -> None:
    logic, value = LATER[form]

    assert decided(logic, "x: number", x=2).value == value


# --- the graph ---


def test_a_decision_builds_on_others_by_their_variables() -> None:
    more = (
        f'<decision id="b" name="base"><variable name="the base" typeRef="number"/>{needs(1)}'
        f"{literal('x + 1')}</decision>"
    )
    link = '<informationRequirement><requiredDecision href="#b"/></informationRequirement>'
    model = read(decision(link + literal("the base * 2"), "x: number", more=more))

    assert model.evaluate("D", {"x": 1}).value == 4
    assert model.decisions["D"].requires == ("base",)
    assert model.order == ("base", "D")


def test_a_violation_below_is_one_above() -> None:
    unique = table("UNIQUE", [("-", "1"), ("-", "2")])
    more = f'<decision id="b" name="base">{needs(1)}{unique}</decision>'
    link = '<informationRequirement><requiredDecision href="#b"/></informationRequirement>'
    found = decided(link + literal("1"), "x: number", more=more, x=1)

    assert found.value is None
    assert str(found.violation).startswith("In `base`: More than one rule matched")


@pytest.mark.parametrize(
    ("kind", "logic", "given_", "value"),
    [
        ("number", "x", 1, 1),
        ("number", "[x]", 1, 1),
        ("list", "x", 1, [1]),
        ("number", "x", "a", None),
        ("string", "x", 1, None),
        ("dateTime", 'date("2026-01-01").year', 1, None),
    ],
)
def test_a_result_takes_the_form_of_its_type(
    kind: str, logic: str, given_: Any, value: Any
) -> None:
    found = read(decision(literal(logic), "x:", variable=kind), strict=False)
    said = found.evaluate("D", {"x": given_})

    assert said.value == value
    assert (said.violation is None) is (value is not None)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [("number", "[x]", 1), ("list&lt;number&gt;", "x", [1]), ("string", "x", None)],
)
def test_logic_takes_the_form_of_a_type_of_its_own(kind: str, text: str, value: Any) -> None:
    logic = literal(text).replace("Expression>", f'Expression typeRef="{kind}">', 1)
    entry = f"<context>{box('a', logic)}<contextEntry>{literal('a')}</contextEntry></context>"
    said = decided(entry, "x:", x=1)

    assert said.value == value
    assert (said.violation is None) is (value is not None)


ITEMS = """
<itemDefinition name="tRisk"><typeRef>string</typeRef>
  <allowedValues><text>"High", "Low"</text></allowedValues></itemDefinition>
<itemDefinition name="tLoan">
  <itemComponent name="net price"><typeRef>number</typeRef></itemComponent>
  <itemComponent name="risks" isCollection="true"><typeRef>tRisk</typeRef></itemComponent>
</itemDefinition>
<itemDefinition name="tAge"><typeRef>feel:number</typeRef>
  <typeConstraint><text>[0..150]</text></typeConstraint></itemDefinition>
<itemDefinition name="tAges" isCollection="true"><typeRef>tAge</typeRef></itemDefinition>
"""


@pytest.mark.parametrize(
    ("kind", "text", "given_", "value", "wrong"),
    [
        ("tLoan", "x.net price", {"net price": 5, "risks": ["High"]}, 5, None),
        ("tLoan", "count(x.risks)", {"net price": 5, "risks": []}, 0, None),
        ("tLoan", "x.net price", {"net price": None, "risks": None}, None, None),
        ("tLoan", "1", {"risks": None}, None, "`x`.net price is missing"),
        ("tLoan", "1", {"net price": "a", "risks": None}, None, "`x`.net price must be a number"),
        ("tLoan", "1", {"net price": 1, "risks": ["Huge"]}, None, '`x`.risks[1] may not be "Huge"'),
        ("tLoan", "1", 5, None, "`x` must be a context"),
        ("tRisk", "x", "Low", "Low", None),
        ("tRisk", "x", "low", None, '`x` may not be "low"; allowed is "High", "Low"'),
        ("tRisk", "x", None, None, None),
        ("tAges", "max(x)", [1, 2], 2, None),
        ("tAges", "max(x)", [1, 151], None, "`x`[2] may not be 151"),
        ("tAges", "x", 5, None, "`x` must be a list"),
        ("list&lt;tAge&gt;", "x[1]", [7], 7, None),
        # a type says of what kind a value is, not which of that kind are allowed
        ("Any", "x instance of tRisk", "low", True, None),
        ("Any", "x instance of tRisk", 5, False, None),
        ("Any", "x instance of tAges", [1, 151], True, None),
        ("Any", "x instance of tLoan", {"net price": 1, "risks": ["Huge"]}, True, None),
        ("Any", "x instance of tLoan", {"net price": "a", "risks": []}, False, None),
    ],
)
def test_facts_must_fit_the_types_of_the_file(
    kind: str, text: str, given_: Any, value: Any, wrong: str | None
) -> None:
    found = read(decision(literal(text), f"x: {kind}", more=ITEMS)).evaluate("D", {"x": given_})

    assert found.value == value
    assert (found.violation is None) is (wrong is None)
    assert wrong is None or wrong in str(found.violation)


def test_a_fact_that_is_not_needed_may_be_anything() -> None:
    model = read(decision(literal("1"), more=data("y: number")))

    assert model.evaluate("D", {"y": "a", "z": object()}).value == 1


SERVICE = (
    '<decisionService id="k_s" name="s"><variable name="s"/><outputDecision href="#b"/>'
    '<inputData href="#i_0"/></decisionService>'
    f'<decision id="b" name="base">{needs(1)}{literal("x + 1")}</decision>'
)


def test_a_service_is_a_function_of_its_inputs() -> None:
    model = read(decision(knowing("s") + literal("s(x * 10)"), "x: number", more=SERVICE))

    assert model.evaluate("D", {"x": 1}).value == 11
    assert model.invoke("s", {"x": 5}).value == 6
    assert "must be a number" in str(model.invoke("s", {"x": "a"}).violation)
    with pytest.raises(KeyError):
        model.invoke("nobody", {})


REFUSED = {
    "an unknown name": literal("y"),
    "an empty expression": "<literalExpression/>",
    "nothing": "",
    "another language": literal("1").replace(
        "Expression>", 'Expression expressionLanguage="js">', 1
    ),
    "an unknown type": f"<context>{box('a', literal('1'), 'money')}</context>",
    "two entries of a name": f"<context>{box('a', literal('1'))}{box('a', literal('1'))}</context>",
    "a result in the middle": f"<context><contextEntry>{literal('1')}</contextEntry>"
    f"{box('a', literal('1'))}</context>",
    "an entry without logic": f"<context>{box('a', '')}</context>",
    "a row too short": '<relation><column name="a"/><column name="b"/>'
    f"<row>{literal('1')}</row></relation>",
    "two columns of a name": '<relation><column name="a"/><column name="a"/></relation>',
    "two parameters of a name": '<functionDefinition><formalParameter name="a"/>'
    f'<formalParameter name="a"/>{literal("1")}</functionDefinition>',
    "a function of Java": f'<functionDefinition kind="Java">{literal("1")}</functionDefinition>',
    "too few arguments": knowing("f") + literal("f(1)"),
    "an unknown argument": knowing("f") + literal("f(a: 1, c: 2)"),
    "an argument of another type": knowing("f") + literal('f(1, "a")'),
    "an unknown binding": f"{knowing('f')}<invocation>{literal('f')}{binding('c', '1')}"
    "</invocation>",
    "a binding too few": f"{knowing('f')}<invocation>{literal('f')}{binding('a', '1')}"
    "</invocation>",
    "no function": f"<invocation>{binding('a', '1')}</invocation>",
    "a loop without a name": f"<for><in>{literal('[1]')}</in><return>{literal('1')}</return></for>",
    "half a choice": f"<conditional><if>{literal('true')}</if></conditional>",
    "boxes too deep": "<list>" * 50 + literal("1") + "</list>" * 50,
    "elements too deep": "<list>" * 5_000 + "</list>" * 5_000,
    "what is absent": '<informationRequirement><requiredInput href="#z"/></informationRequirement>'
    + literal("1"),
    "another file": '<informationRequirement><requiredInput href="other#k_f"/>'
    f"</informationRequirement>{literal('1')}",
}
MORE = knowledge("f", "a:number,b:number", literal("a + b"))


@pytest.mark.parametrize("logic", REFUSED.values(), ids=REFUSED.keys())
def test_boxes_that_cannot_be_right_are_refused(logic: str) -> None:
    with pytest.raises(DmnError) as caught:
        read(decision(logic, more=MORE))

    assert caught.value.cure


@pytest.mark.parametrize(
    "xml",
    [
        knowledge("f", "", literal("1"), knowing("g"))
        + knowledge("g", "", literal("1"), knowing("f")),
        knowledge("f", "", literal("1"), knowing("f")),
        '<businessKnowledgeModel id="f" name="f"/>',
        ('<itemDefinition name="a"><typeRef>b</typeRef></itemDefinition>'
        '<itemDefinition name="b"><typeRef>a</typeRef></itemDefinition>'),
        '<itemDefinition name="a"><typeRef>nothing</typeRef></itemDefinition>',
        ('<itemDefinition name="a"><typeRef>number</typeRef>'
        '<allowedValues><text>"x"</text></allowedValues></itemDefinition>'),
        ('<itemDefinition name="a"><itemComponent name="b"/><itemComponent name="b"/>'
        "</itemDefinition>"),
        "<itemDefinition name='a'>" + "<itemComponent name='a'>" * 30
        + "</itemComponent>" * 30 + "</itemDefinition>",
        '<inputData id="a" name="x"/><inputData id="b" name="x"/>',
        '<inputData id="a" name="x"/><inputData id="a" name="y"/>',
        '<inputData id="a" name=" "/>',
        '<inputData id="a" name="a"><variable name="a" typeRef="money"/></inputData>',
        '<import namespace="n" importType="dmn"/>',
        '<decisionService id="s" name="s"/>',
        '<decisionService id="s" name="s"><outputDecision href="#gone"/></decisionService>',
    ],
)  # fmt: skip
def test_files_whose_parts_do_not_fit_are_refused(xml: str) -> None:
    with pytest.raises(DmnError) as caught:
        read(f"{HEAD}{xml}</definitions>".encode())

    assert caught.value.cure


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_every_version_is_read(namespace: str) -> None:
    xml = decision(literal("1")).replace(b"https://www.omg.org/spec/DMN/20191111/MODEL/",
                                         namespace.encode())  # fmt: skip

    assert read(xml).evaluate("D", {}).value == 1


def test_a_broken_decision_may_be_kept_for_kits() -> None:
    more = f'<decision id="b" name="fine">{literal("1")}</decision>'
    model = read(decision(literal("foo(1)"), more=more), strict=False)

    assert model.evaluate("fine", {}).value == 1
    assert "no function `foo`" in str(model.evaluate("D", {}).violation)
