"""What the bot says, as found in the code: `python -m tests.bot.texts` brings catalogues up to it.

Sentences of the bot are what is given to `say` and its kin. Sentences of the core are those its
errors are raised with, under the errors' codes; what stands in `{}` there is a name for the value.
"""

import ast
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from bot.catalogues import ENGLISH, languages, written
from domain import errors
from domain.chat.mailing import NOTHING, REFUSED
from domain.requests.kinds import kind
from domain.rulebook import wording

SRC = Path(__file__).parents[2] / "src"
LOCALES = SRC / "bot" / "locales"

#: For sentences that are made of no constants.
NO_WORDS: Mapping[str, str] = MappingProxyType({})

#: What marks sentences, with the places of the sentences among its arguments.
_MARKS = {"say": (0,), "later": (0,), "woven": (0,), "say_n": (0, 1), "later_n": (0, 1)}

_ERRORS = {
    name
    for name, held in vars(errors).items()
    if isinstance(held, type) and issubclass(held, errors.HubError)
}

#: Parts of the core that nobody in chat comes to, so that their errors stay English, with why.
NOT_IN_CHAT = {
    "domain/audit": "the record is verified on the command line",
    "domain/audience": "audiences and leads are kept by the API",
    "domain/calendars": "calendars are set by the API",
    "domain/connections": "accounts are connected by the API, in a browser",
    "domain/catalog/service.py": "the catalogue is kept by the API",
    "domain/catalog/premises.py": "sites are kept by the API",
    "domain/catalog/sites.py": "sites and accounts are kept by the API",
    "domain/catalog/uploads.py": "files are uploaded by the API",
    "domain/catalog/rules.py": "files are uploaded by the API",
    "domain/catalog/searching.py": "the catalogue is searched by the API",
    "domain/consents": "consents are kept by the API",
    "domain/contributors": "contributors are kept by the API",
    "domain/content_systems": "content systems report at a door of their own",
    "domain/podcasts": "feeds are registered by the API",
    "domain/media": "files are fetched at a door of their own",
    "domain/packages/packing.py": "pictures are fetched by the API",
    "domain/credentials": "other services' secrets are set by operators",
    "domain/database": "addresses of databases are given by operators",
    "domain/decisions": "tables are made and asked by the API and the command line",
    "domain/executors": "who judges is chosen by operators",
    "domain/feed.py": "feeds are read by the API",
    "domain/feeds": "feeds of shows are set by the API",
    "domain/files.py": "files are uploaded by the API",
    "domain/jobs": "jobs are looked after by operators",
    "domain/pages.py": "pages are asked for by the API",
    "domain/playlists": "what music brands want is set by the API",
    "domain/people": "people are kept by the API and the command line",
    "domain/processes": "processes are kept by operators",
    "domain/routes": "routes are set by the API",
    "domain/rulebook": "versions are drafted and released by the API",
    "domain/secrets.py": "secrets are given by operators",
    "domain/subscriptions": "webhooks are kept by the API",
    "domain/decision_service.py": "outside services judge in the background",
}

#: Parts of those that chat comes to all the same.
IN_CHAT = ("domain/people/rules.py", "domain/people/accounts.py")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as it stands in the code; `many` is its plural, `context` an error's code."""

    sentence: str
    place: str
    many: str | None = None
    context: str | None = None


def said_by_bot() -> Iterator[Said]:
    """Every sentence of the bot that is marked."""
    for path, tree in _trees("bot"):
        for call in _calls(tree, set(_MARKS)):
            found = _marked(call, _place(path))
            if found is not None:
                yield found


def refused_by_core() -> Iterator[Said]:
    """Every sentence of an error of the core that chat comes to."""
    for path, tree in _trees("domain"):
        name = path.relative_to(SRC).as_posix()
        if not name.startswith(IN_CHAT) and name.startswith(tuple(NOT_IN_CHAT)):
            continue
        for function in [one for one in ast.walk(tree) if isinstance(one, _FUNCTIONS)]:
            yield from _refusals(path, tree, function)
    for (name, mark), codes in _ELSEWHERE.items():
        for sentence in _given(ast.parse((SRC / name).read_text()), mark):
            yield from (Said(sentence, name, context=code) for code in codes)
    yield from _of_packages()
    yield from _of_troubles()
    yield from _of_notes()
    for code, sentence in kind._WORDS.items():
        yield Said(sentence, "domain/requests/kinds/kind.py", context=code)
    for sentence in wording.SENTENCES.values():
        yield Said(sentence, "domain/rulebook/wording.py")


def _of_packages() -> Iterator[Said]:
    """Every sentence of the core that chat says again without an error: `retold` knows them."""
    places = ("requests/kinds", "activation/journeys", "targets", "takedowns")
    for path, tree in (found for one in places for found in _trees(f"domain/{one}")):
        for function in [one for one in tree.body if isinstance(one, ast.FunctionDef)]:
            if function.name == "instructions":
                yield from (
                    Said(one, _place(path), context="instruction") for one in _all(function)
                )
            if function.name == "wanted":
                calls = _calls(function, {"Wanted"})
                named = [
                    *_templates(function),
                    *(s for one in calls for s in sentences(one.args[0])),
                ]
                yield from (Said(one, _place(path), context="deliverable") for one in named)
    needless = ast.parse((SRC / _NEEDLESS).read_text())
    for call in [one for one in ast.walk(needless) if getattr(one, "name", "") == "_needless"]:
        yield from (Said(one, _NEEDLESS, context="told") for one in _returned(call))
    for one in (NOTHING, REFUSED):
        yield Said(one, "domain/chat/mailing.py", context="told")


def _of_troubles() -> Iterator[Said]:
    """Every sentence of the core that says on a card what keeps a request from going on."""
    for name, parts in _TROUBLES.items():
        module = import_module(name.removesuffix(".py").replace("/", "."))
        fixed = {key: held for key, held in vars(module).items() if isinstance(held, str)}
        functions = [
            one
            for one in ast.walk(ast.parse((SRC / name).read_text()))
            if isinstance(one, _FUNCTIONS) and one.name in parts
        ]
        spoken_by = {one.name for one in functions}
        for held in (vars(module)[one] for one in parts if one not in spoken_by):
            for sentence in held.values() if isinstance(held, Mapping) else (held,):
                yield Said(sentence, name, context="trouble")
        for node in (node for function in functions for node in ast.walk(function)):
            for one in _spoken(node):
                for sentence in sentences(one, fixed):
                    yield Said(sentence, name, context="trouble")


def _of_notes() -> Iterator[Said]:
    """Every sentence that the core notes on a request: what is called `note`, or given as it."""
    for name in _NOTES:
        for node in ast.walk(ast.parse((SRC / name).read_text())):
            given: ast.expr | None = None
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "note":
                given = node.value
            if isinstance(node, ast.keyword) and node.arg == "note":
                given = node.value
            for sentence in sentences(given) if given else ():
                yield Said(sentence, name, context="trouble")


def _spoken(node: ast.AST) -> Iterator[ast.expr]:
    """What a statement returns, or keeps as what is said."""
    if isinstance(node, ast.Return) and node.value:
        yield node.value
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"said", "trouble"}:
        yield node.value


#: What keeps requests from going on: the constants, and the functions that say it, by file.
_TROUBLES = {
    "app/jobs/stuck.py": ("DOING", "tell"),
    "domain/ad_reports/fetching.py": ("ODD_SAID",),
    "domain/campaigns/halts/telling.py": ("halted", "waits"),
    "domain/campaigns/rejected.py": ("_SAID",),
    "domain/campaigns/removing.py": ("_BY_HAND",),
    "domain/exposures/enforcing.py": ("_NO_MORE",),
    "domain/handovers/service.py": ("_NOBODY",),
    "domain/looks/telling.py": ("tell", "_OTHERWISE", "_UNPLAYED", "_GONE", "_STILL"),
    "domain/masters/embargoes.py": ("held", "KEEPING"),
    "domain/masters/rules.py": ("in_line",),
    "domain/publishing/following.py": ("waits_for", "waits_to_be_live"),
    "domain/publishing/gate.py": ("_HELD",),
    "domain/targets/publishing.py": ("_NOT_AGAIN", "_UNDECIDED"),
    "domain/targets/removing.py": ("_STILL",),
    "domain/targets/reporting.py": ("_NOT_AGAIN",),
    "domain/targets/rules.py": ("not_on_its_day",),
    "domain/targets/telling.py": (
        *("_CHANGED", "_NOT_LET_IN_YET", "_SILENT", "_UNFOUND", "_UNSEEN_YET", "_WAITS"),
        "removal",
    ),
}

#: Where the core notes on a request what became of it, which its card and its mails quote.
_NOTES = (
    "domain/campaigns/edits/noticing.py",
    "domain/campaigns/pausing.py",
    "domain/campaigns/removing.py",
    "domain/campaigns/targeting.py",
    "domain/packages/looking.py",
    "domain/publishing/gate.py",
    "domain/requests/last_look.py",
    "domain/sponsored/placing.py",
)

#: What says why something is not told any more.
_NEEDLESS = "domain/reminding/telling.py"


def _returned(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value:
            yield from sentences(node.value)


def _templates(function: ast.AST) -> Iterator[str]:
    """The sentences with values that are written out in a function."""
    yield from (_template(node) for node in ast.walk(function) if isinstance(node, ast.JoinedStr))


def _all(function: ast.FunctionDef) -> Iterator[str]:
    """The sentences that are written out in a function, but for its docstring."""
    yield from _templates(function)
    inner = {id(n) for o in ast.walk(function) if isinstance(o, ast.JoinedStr) for n in ast.walk(o)}
    for node in [one for statement in function.body[1:] for one in ast.walk(statement)]:
        if isinstance(node, ast.Constant) and id(node) not in inner and _ends(node.value):
            yield str(node.value)


def _ends(value: object) -> bool:
    return isinstance(value, str) and value.endswith(".")


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

#: Sentences whose errors get their code elsewhere: what they are given to, and the codes.
_ELSEWHERE = {
    ("domain/requests/kinds/parts.py", "problem"): ("bad_click_url", "bad_tracking_url"),
    ("domain/campaigns/rules.py", "Check"): ("check",),
    ("domain/campaigns/rules.py", "_image"): ("check",),
    ("domain/campaigns/preparing.py", "Check"): ("check",),
    ("domain/campaigns/estimates/rules.py", "Check"): ("check",),
    ("domain/campaigns/bidding.py", "Check"): ("check",),
}


def _given(tree: ast.AST, mark: str) -> Iterator[str]:
    """The sentences that are given to a function, and what is called `found` beside it."""
    for call in _calls(tree, {mark}):
        for one in (*call.args, *(named.value for named in call.keywords)):
            yield from sentences(one)
    for node in ast.walk(tree):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name) and target.id == "found" and isinstance(node, ast.Assign):
            yield from sentences(node.value)


def raised(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every error that is made with a code written out, with that code."""
    for call in _calls(tree, _ERRORS):
        code = call.args[0] if len(call.args) > 1 else None
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            yield call, code.value


def _calls(tree: ast.AST, names: Collection[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def _refusals(path: Path, tree: ast.Module, function: ast.AST) -> Iterator[Said]:
    given = [
        (node.lineno, target.id, node.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Name)
    ]
    for call, code in raised(function):
        text = call.args[1]
        if isinstance(text, ast.Name):  # It was written out shortly before.
            above = [one for one in given if one[0] < call.lineno and one[1] == text.id]
            text = max(above, key=itemgetter(0))[2] if above else text
        for one in _answers(tree, text):
            for sentence in sentences(one):
                yield Said(sentence, _place(path), context=code)


def _answers(tree: ast.Module, text: ast.expr) -> list[ast.expr]:
    """Return what an expression may be: where it calls a function beside it, all that one says."""
    if not isinstance(text, ast.Call) or not isinstance(text.func, ast.Name):
        return [text]
    called = [one for one in tree.body if getattr(one, "name", "") == text.func.id]
    inside = [node for one in called for node in ast.walk(one)]
    return [node.value for node in inside if isinstance(node, ast.Return) and node.value]


def sentences(node: ast.expr, fixed: Mapping[str, str] = NO_WORDS) -> Iterator[str]:
    """The sentences an expression is, if they are written out there.

    `fixed` are constants by name, whose words are words of the sentence.
    """
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value.replace("{", "{{").replace("}", "}}")
    elif isinstance(node, ast.JoinedStr):
        choices = [one.value for one in node.values if isinstance(one, ast.FormattedValue)]
        chosen = next((one for one in choices if isinstance(one, ast.IfExp) and fixed), None)
        for one in (chosen.body, chosen.orelse) if chosen else (None,):
            given = {ast.unparse(chosen): fixed.get(ast.unparse(one), "")} if chosen and one else {}
            yield _template(node, {**fixed, **given})
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from sentences(value, fixed)
    elif isinstance(node, ast.IfExp):
        yield from sentences(node.body, fixed)
        yield from sentences(node.orelse, fixed)


def _template(node: ast.JoinedStr, fixed: Mapping[str, str] = NO_WORDS) -> str:
    made, names = "", dict[str, str]()
    for part in node.values:
        if isinstance(part, ast.Constant):
            made += str(part.value).replace("{", "{{").replace("}", "}}")
        elif isinstance(part, ast.FormattedValue):
            words = fixed.get(ast.unparse(part.value))
            made += f"{{{_name(part.value, names)}}}" if words is None else words
    return made


def _name(node: ast.expr, names: dict[str, str]) -> str:
    """Return what to call a value: the last word it is made of; the same for the same value."""
    whole, base = ast.unparse(node), _word(node)
    taken = {name for other, name in names.items() if other != whole}
    wanted, number = base, 2
    while wanted in taken:
        wanted, number = f"{base}{number}", number + 1
    names[whole] = wanted
    return wanted


def _word(node: ast.expr) -> str:
    """Return what a value is of: of `one.state`, `said(one.state)` and `state[:9]` the state."""
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_")
    if isinstance(node, ast.Name):
        return node.id.lower().strip("_")
    if isinstance(node, ast.Subscript):
        return _word(node.value)
    if isinstance(node, ast.Call) and node.args and not isinstance(node.args[0], ast.Constant):
        return _word(node.args[0])
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _word(node.func.value)
    return "value"


def _marked(node: ast.Call, place: str) -> Said | None:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    texts = [one.value if isinstance(one, ast.Constant) else None for one in node.args[:2]]
    if not texts or not isinstance(texts[0], str):
        return None  # What stands in a table is marked there.
    many = str(texts[1]) if len(_MARKS[name]) > 1 else None
    return Said(texts[0], place, many=many)


def _trees(package: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((SRC / package).rglob("*.py")):
        yield path, ast.parse(path.read_text())


def _place(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def template(said: Iterable[Said]) -> Catalog:
    """Return a catalogue of what is said, without any translation."""
    made = Catalog()
    for one in said:
        ids = (one.sentence, one.many) if one.many else one.sentence
        made.add(ids, locations=[(one.place, None)], context=one.context)  # type: ignore[list-item]  # A file alone is a place.
    return made


def brought_up(language: str, said: Iterable[Said]) -> bytes:
    """Return the catalogue of a language with every sentence in it, and none that is not said."""
    catalogue = written(language)
    catalogue.update(template(said), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    out = BytesIO()
    write_po(out, catalogue, width=100, include_lineno=False)
    kept = [line for line in out.getvalue().splitlines() if not line.startswith(_NOISE)]
    return b"\n".join(kept).rstrip() + b"\n"


#: What would change a catalogue at every run, or say nothing.
_NOISE = (
    b'"Project-Id-Version:',
    b'"Report-Msgid-Bugs-To:',
    b'"POT-Creation-Date:',
    b'"PO-Revision-Date:',
    b'"Last-Translator:',
    b'"Language-Team:',
    b'"Generated-By:',
    b"#, python-brace-format",
)


def untranslated(language: str) -> list[Message]:
    """Return what a catalogue does not say, or is not sure of."""
    held = [one for one in written(language) if one.id]
    return [one for one in held if one.fuzzy or not all(_strings(one))]


def _strings(message: Message) -> tuple[str, ...]:
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said or ("",))


def main() -> None:
    """Bring every catalogue up to the code, and say what is to be translated."""
    said = [*said_by_bot(), *refused_by_core()]
    for language in languages():
        if language == ENGLISH:
            continue
        (LOCALES / f"{language}.po").write_bytes(brought_up(language, said))
        left = untranslated(language)
        print(f"{language}: {len(left)} to translate.")
        for one in left:
            print(f"  {one.id}", file=sys.stderr)


if __name__ == "__main__":
    main()
