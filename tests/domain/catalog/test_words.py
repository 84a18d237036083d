"""What words are made of a name: without accents and case, numbers in one piece."""

import pytest

from domain.text import WORD_MAX, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Night Train", ("night", "train")),
        ("\u00c9VA  eva E\u0301va", ("eva",)),
        (
            "Stra\u00dfe, Stras\u00adse & Sm\u00f8rrebr\u00f8d",
            ("strasse", "stras", "se", "smorrebrod"),
        ),
        ("978-3-16-148410-0", ("9783161484100",)),
        ("ISBN 978 3 16 148410 0.", ("isbn", "9783161484100")),
        ("0000 0001 2345 678X", ("000000012345678x",)),
        ("0000-0001-2345-6789", ("0000000123456789",)),
        ("episode-12_final.wav", ("episode", "12", "final", "wav")),
        ("1984", ("1984",)),
        ("\u591c\u306e\u5217\u8eca", ("\u591c\u306e\u5217\u8eca",)),
        ("!? -- ...", ()),
        ("a" * 70, ("a" * WORD_MAX,)),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_nothing_is_told_twice() -> None:
    assert words_of("Night Train", None, "train") == ("night", "train")
