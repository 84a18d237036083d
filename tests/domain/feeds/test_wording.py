"""What a brief's words become in a feed."""

import pytest

from domain.feed_writing import Category, Chapter, Person
from domain.feeds import rules, wording
from domain.feeds.categories import CATEGORIES, known

HTML = {
    "One & two.\nSame.\n\nNext <b>.": "<p>One &amp; two.<br>Same.</p><p>Next &lt;b&gt;.</p>",
    "<p>Kept</p><script>alert(1)</script><div>text</div>": "<p>Kept</p>text",
    '<a href="https://a.example/?x=1&y=2" onclick="x()">a</a><br>': (
        '<a href="https://a.example/?x=1&amp;y=2">a</a><br>'
    ),
    '<a href="javascript:alert(1)">plain</a>': "plain",
    "<ul><li>one<li>two": "<ul><li>one<li>two</li></li></ul>",
    "<p>1 &lt; 2</p></ul>": "<p>1 &lt; 2</p>",
    "": "",
}


@pytest.mark.parametrize("text", HTML)
def test_a_description_is_html_of_a_few_tags_whatever_was_written(text: str) -> None:
    assert wording.html(text) == HTML[text]


def test_notes_are_paragraphs_of_their_own() -> None:
    assert wording.html("<p>One</p>", ["Two <3"]) == "<p>One</p><p>Two &lt;3</p>"


def test_people_are_told_by_the_parts_that_feeds_know() -> None:
    found = wording.persons(
        ["Ada Reader (reader, Editor)", "Ben", "Cy Of (The) Hill (host)", "D (A99)"]
    )

    assert found == (
        Person("Ada Reader", "narrator", "cast"),
        Person("Ada Reader", "editor", "writing"),
        Person("Cy Of (The) Hill", "host", "cast"),
    )


def test_chapters_of_html_are_named_without_its_tags() -> None:
    text = "<p>0:00 Hello &amp; welcome<br>1:00 <a href='https://beans.example.com'>Beans</a></p>"
    found = wording.chapters(text, None)

    assert [(one.starts_ms, one.title) for one in found] == [
        (0, "Hello & welcome"),
        (60_000, "Beans"),
    ]


def test_chapters_are_the_times_that_a_description_lists() -> None:
    text = "About.\n00:00 Hello\n(1:30) - The beans\n1:02:03 The end\nBye."

    assert wording.chapters(text, 4_000_000) == (
        Chapter(0, "Hello"),
        Chapter(90_000, "The beans"),
        Chapter(3_723_000, "The end"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "00:00 Alone",
        "0:10 Late\n0:20 Later",
        "0:00 A\n0:20 B\n0:10 C",
        "0:00 A\n99:00 B",
        "At 10:30",
    ],
)
def test_times_that_do_not_divide_the_audio_are_no_chapters(text: str) -> None:
    assert wording.chapters(text, 60_000) == ()


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Große Bohnen & Co.", "grosse-bohnen-co"), ("日本", "feed"), ("a" * 90, "a" * 60)],
)
def test_an_address_is_made_of_plain_letters(title: str, slug: str) -> None:
    assert rules.slug_of(title) == slug


def test_the_categories_are_apples_with_those_below_each() -> None:
    assert (len(CATEGORIES), sum(map(len, CATEGORIES.values()))) == (19, 91)
    assert known(Category("Arts", "Books"))
    assert not known(Category("Arts", "Golf"))
