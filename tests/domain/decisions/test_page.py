"""A table's page of meaning."""

from domain.decisions.dmn import read, write
from domain.decisions.page import page
from domain.decisions.rules import table_from
from domain.decisions.shipped import shipped

_FILE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Sweets | and tea"
             namespace="https://hub.example.com/tables">
  <description>For the
    kitchen.</description>
  <inputData id="i" name="guests"><description>How many *come*.</description>
    <variable id="v" name="guests" typeRef="number"/></inputData>
  <inputData id="u" name="weather"><variable id="w" name="weather" typeRef="string"/></inputData>
  <decision id="k" name="cakes">
    <description>Cakes keep a day.</description>
    <question>How many cakes?</question>
    <variable id="c" name="cakes"/>
    <informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
    <decisionTable id="t" hitPolicy="{policy}">
      <input id="a" label="guests">
        <inputExpression id="e" typeRef="number"><text>guests</text></inputExpression></input>
      <output id="o" name="cakes" typeRef="number"/>
      <annotation name="reason"/>
      <rule id="many"><inputEntry id="x"><text>&gt; 4</text></inputEntry>
        <outputEntry id="y"><text>2</text></outputEntry>
        <annotationEntry><text>One is gone | too soon.</text></annotationEntry></rule>
      <rule id="any"><inputEntry id="x2"><text>-</text></inputEntry>
        <outputEntry id="y2"><text>1</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""


def test_it_says_the_question_the_facts_and_each_rule_in_words() -> None:
    told = page(table_from("cakes", _FILE.format(policy="FIRST").encode()))

    assert told.splitlines()[0] == "# Sweets | and tea"
    assert "\n\nHow many cakes?\n\nCakes keep a day.\n\n" in told
    assert "| `guests` | number | no | How many *come*. |" in told
    assert "weather" not in told  # No decision needs it.
    assert "The first rule that matches decides." in told
    assert "1. `many` when `guests` is `> 4`: `cakes` `2`. One is gone \\| too soon." in told
    assert "2. `any` always: `cakes` `1`." in told


def test_it_says_what_becomes_of_several_rules_that_match() -> None:
    assert "added up" in page(table_from("cakes", _FILE.format(policy="C+").encode()))
    assert "Every rule that matches counts, in the order" in page(
        table_from("cakes", _FILE.format(policy="RULE ORDER").encode())
    )


def test_descriptions_and_questions_are_written_as_they_were_read() -> None:
    again = read(write(read(_FILE.format(policy="FIRST").encode())))

    assert again.description == "For the kitchen."
    assert again.inputs["guests"].description == "How many *come*."
    assert again.decisions["cakes"].question == "How many cakes?"
    assert again.decisions["cakes"].description == "Cakes keep a day."


def test_every_table_that_comes_with_greenlight_says_what_it_means() -> None:
    for one in shipped():
        table = table_from(one.key, one.dmn.encode())
        decision = table.model.decisions[one.key]
        silent = [name for name in decision.inputs if not table.model.inputs[name].description]
        rules = decision.table.rules if decision.table else ()

        assert silent == [], one.key
        assert decision.question.endswith("?"), one.key
        assert decision.description, one.key
        assert all(f"`{rule.id}`" in page(table) for rule in rules), one.key
