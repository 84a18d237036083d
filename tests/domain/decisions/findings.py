"""What analysis finds in a table, by its flaw, and the columns its tests are about."""

from domain.decisions.analysis import analyse
from domain.decisions.model import Finding, Flaw
from tests.domain.decisions.drawn import Drawn, Input, Output

AGE, CITY, HERE = Input("age"), Input("city", "string"), Input("here", "boolean")
RANKED = Output("o", '"high", "low"')


def found(drawn: Drawn, flaw: Flaw) -> list[Finding]:
    return [finding for finding in analyse(drawn.table()) if finding.flaw is flaw]
