"""Going through a text token by token, with the names that hold at each place."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from domain.decisions.dmn.errors import BrokenExpression, Place
from domain.decisions.dmn.feel.lexer import KEY, Lexer, Token
from domain.decisions.dmn.limits import NESTING_MAX

_TYPES = ("date and time", "days and time duration", "years and months duration")


@dataclass(frozen=True, slots=True)
class Words:
    """The names a text may use: in scope, of components, of functions, and of types."""

    names: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()


class Cursor:
    """Where one is in a text. `_token` is the next token; it is taken anew when names change."""

    def __init__(self, text: str, words: Words, place: Place) -> None:
        self._lexer = Lexer(text, place)
        self._words = words
        self._scopes = [words.names]
        self._depth = 0
        self._filters = True
        self._token = self._at(0)

    # --- types ---

    def _type(self) -> str:
        """Take a type after the present token, and return it as written, spaces made single."""
        begin = self._lexer.skip(self._token.end)
        end = self._type_end(begin, 0)
        self._token = self._at(end)
        return " ".join(self._lexer.text[begin:end].split())

    def _type_end(self, at: int, depth: int) -> int:
        known = (*_TYPES, *self._words.types)
        token = self._lexer.token(at, known, ())
        if token.kind not in {"word", "name"} or depth > NESTING_MAX:
            raise self._broken("The name of a type is missing.")
        end = token.end
        while (point := self._lexer.token(end, (), ())).text == ".":
            end = self._lexer.token(point.end, (), ()).end
        opener = self._lexer.token(end, (), ())
        if opener.text == "<" and token.text in {"list", "range", "context", "function"}:
            after = self._lexer.token(opener.end, (), ())
            nothing = token.text == "function" and after.text == ">"
            end = after.end if nothing else self._type_parts(opener.end, depth)
            arrow = self._lexer.token(end, (), ())
            if token.text == "function" and arrow.text == "->":
                end = self._type_end(arrow.end, depth + 1)
        return end

    def _type_parts(self, at: int, depth: int) -> int:
        while True:
            found = self._lexer.introduced(KEY, at)
            if found is not None and "<" not in found[0]:
                at = self._lexer.token(found[1], (), ()).end
            at = self._type_end(at, depth + 1)
            mark = self._lexer.token(at, (), ())
            if mark.text not in {",", ">"}:
                raise self._broken("`>` is missing.")
            at = mark.end
            if mark.text == ">":
                return at

    # --- tokens ---

    def _at(self, at: int) -> Token:
        return self._lexer.token(at, self._scopes[-1], self._words.functions)

    def _next(self) -> Token:
        token = self._token
        self._token = self._at(token.end)
        return token

    def _is_mark(self, mark: str) -> bool:
        return self._token.kind == "mark" and self._token.text == mark

    def _is_word(self, word: str) -> bool:
        return self._token.kind == "word" and self._token.text == word

    def _follows(self, mark: str) -> bool:
        return self._at(self._token.end).text == mark

    def _take(self, mark: str) -> bool:
        found = self._is_mark(mark)
        if found:
            self._next()
        return found

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            raise self._broken(f"`{mark}` is missing.")

    def _word(self, word: str, *, then_type: bool = False) -> None:
        if not self._is_word(word):
            raise self._broken(f"`{word}` is missing.")
        if not then_type:
            self._next()

    def _learn(self, name: str) -> None:
        """Let a name be the name of a component from here on."""
        words = self._words
        members = words.members | {name}
        self._words = Words(words.names, members, words.functions, words.types)

    @contextmanager
    def _scope(self, names: set[str] | frozenset[str]) -> Iterator[None]:
        self._scopes.append(self._scopes[-1] | names)
        self._token = self._at(self._token.at)
        yield
        self._scopes.pop()
        self._token = self._at(self._token.at)

    @contextmanager
    def _filtering(self, *, on: bool = True) -> Iterator[None]:
        """Say whether `[` after a value filters it, or closes an interval."""
        before, self._filters = self._filters, on
        yield
        self._filters = before

    @contextmanager
    def _nested(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > NESTING_MAX:
            raise self._broken(f"Nest at most {NESTING_MAX} deep.")
        yield
        self._depth -= 1

    def _broken(self, cure: str) -> BrokenExpression:
        return BrokenExpression(self._lexer.place, self._lexer.text, cure)
