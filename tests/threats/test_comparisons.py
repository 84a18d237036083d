"""Nothing that somebody sends to be let in is compared in a time that tells how much was right."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

#: What is called so may be a secret, or what proves one.
SECRET = re.compile(
    r"token|secret|signature|signed|digest|password|verifier|nonce|browser|ticket|hmac|sha256|seal|bearer"
)

#: What is called so and is none: nobody is let in by it, or both sides are ours.
NONE = {
    "digest[1] != _digest(text)",  # A document beside the name that it was sent under.
    "found.token != used",  # What the database holds beside what was read there before.
    "hub.secrets.unseal(USE, row['sealed_token']) == token_seen",  # Likewise.
    "event.digest != digest_of_event(event)",  # The record, judged by its owner.
    "digest != sha256",  # Files beside what was approved, here and below.
    "digest.hexdigest() != file.sha256",
    "came.facts.sha256 != file.sha256",
    "hashlib.file_digest(file, 'sha256').hexdigest() == self.facts.sha256",
    "hashlib.sha256(media).hexdigest() != asset.sha256",
    "hashlib.sha256(content).hexdigest() != sha256",
    "known.get('cover') != what.files[COVER].sha256",
    "kept.sha256 == origin.sha256",
    "kept.digest == digest_of(product)",
    "holder.sha256 == origin.sha256",
    "asked == (what.place, verb, what.revision, digest)",  # What was sent, beside what is to be.
    "version.digest == digest_of(one.dmn)",
    "(head.position, head.digest) != end",  # The record's chains and archives, here and below.
    "(one.position, one.digest) == (at.archived, at.archived_digest)",
    "there.get(one.seq) != one.digest",
    "self.digests.get(name) == said",
    "self._at(self._token.end).text == mark",  # Tokens of FEEL, here and below.
    "self._token.text == mark",
    "self._token.text == word",
}


def compared(tree: ast.AST) -> Iterator[str]:
    """Yield comparisons by `==` and `!=` of two things, one of them called like a secret."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        plain = any(isinstance(kind, (ast.Eq, ast.NotEq)) for kind in node.ops)
        if plain and not any(isinstance(side, ast.Constant) for side in sides):
            names = [name for side in sides for name in _names(side)]
            if any(SECRET.search(name) for name in names):
                yield ast.unparse(node)


def _names(side: ast.AST) -> Iterator[str]:
    for node in ast.walk(side):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def shipped() -> Iterator[Path]:
    """Yield our sources; look-alikes of others' services are for trying things out."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        if "fake" not in path.parts and path.name != "fake.py":
            yield path


def test_no_secret_is_compared_sign_by_sign() -> None:
    found = {one for path in shipped() for one in compared(ast.parse(path.read_text()))}

    assert found == NONE


def test_a_comparison_of_secrets_would_be_found() -> None:
    for wrong in ("given == row.token", "signature != right", "hmac.digest(k, b, h) == sent"):
        assert list(compared(ast.parse(wrong))) == [wrong]
    assert not list(compared(ast.parse("hmac.compare_digest(signature, right)")))
