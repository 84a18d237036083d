"""Small tables to deploy."""

ADVICE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="advice">
  <inputData id="i1" name="amount"><variable name="amount" typeRef="number"/></inputData>
  <inputData id="i2" name="region"><variable name="region" typeRef="string"/></inputData>
  <inputData id="i3" name="day"><variable name="day" typeRef="date"/></inputData>
  <inputData id="i4" name="urgent"><variable name="urgent" typeRef="boolean"/></inputData>
  <decision id="advice" name="advice">
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <informationRequirement><requiredInput href="#i2"/></informationRequirement>
    <informationRequirement><requiredInput href="#i3"/></informationRequirement>
    <informationRequirement><requiredInput href="#i4"/></informationRequirement>
    <decisionTable hitPolicy="{policy}">
      <input><inputExpression typeRef="number"><text>amount</text></inputExpression></input>
      <input><inputExpression typeRef="string"><text>region</text></inputExpression></input>
      <input><inputExpression typeRef="date"><text>day</text></inputExpression></input>
      <input><inputExpression typeRef="boolean"><text>urgent</text></inputExpression></input>
      <output name="who"/><output name="hours"/><output name="rate"/><output name="again"/>
      <rule id="large">
        <inputEntry><text>&gt;= 12500.5</text></inputEntry><inputEntry><text>-</text></inputEntry>
        <inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry>
        <outputEntry><text>"chief"</text></outputEntry><outputEntry><text>48</text></outputEntry>
        <outputEntry><text>1.25</text></outputEntry><outputEntry><text>true</text></outputEntry>
      </rule>
      <rule id="late">
        <inputEntry><text>-</text></inputEntry><inputEntry><text>"DE", "AT"</text></inputEntry>
        <inputEntry><text>&gt; date("2026-12-01")</text></inputEntry>
        <inputEntry><text>true</text></inputEntry>
        <outputEntry><text>"desk"</text></outputEntry><outputEntry><text>4</text></outputEntry>
        <outputEntry><text>-0.5</text></outputEntry><outputEntry><text>false</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>"""


def advice(policy: str = "RULE ORDER") -> str:
    return ADVICE.replace("{policy}", policy)
