"""The schema of a version to come: the steps there are, and some of the tests' own."""

from pathlib import Path
from pkgutil import iter_modules

from domain import migrations

#: The last step there is.
LAST = max(step.name for step in iter_modules(migrations.__path__) if step.name[0] == "0")

__path__ = [*migrations.__path__, str(Path(__file__).parent)]
