"""Layers that are proposed: never the fence, only what the use needs, more for what has a text."""

import pytest

from domain.rights.model import Layer, Use
from domain.rights.proposing import Thing, proposed
from domain.rights.rules import check_needs


@pytest.mark.parametrize("thing", Thing)
@pytest.mark.parametrize("use", Use)
def test_what_is_proposed_can_be_declared_as_it_is(thing: Thing, use: Use) -> None:
    for from_book in (False, True):
        needs = tuple(proposed(thing, use, from_book=from_book))
        check_needs(needs)
        assert {need.uses for need in needs} <= {frozenset({use})}


def layers(thing: Thing, use: Use, *, from_book: bool = False) -> set[Layer]:
    return {need.layer for need in proposed(thing, use, from_book=from_book)}


def test_what_is_made_from_a_book_has_a_text_and_a_reading_too() -> None:
    read = {Layer.TEXT_AUDIO_ADAPTATION, Layer.NARRATOR}

    assert not read & layers(Thing.EPISODE, Use.STREAM)
    assert read <= layers(Thing.EPISODE, Use.STREAM, from_book=True)


def test_a_use_needs_what_it_touches() -> None:
    assert Layer.HEADSHOT in layers(Thing.EPISODE, Use.CLIP)
    assert Layer.HEADSHOT not in layers(Thing.EPISODE, Use.STREAM)
    assert Layer.BRAND_APPROVAL in layers(Thing.AUDIO, Use.ADVERTISING)
    assert Layer.MUSIC_COMPOSITION_MECH not in layers(Thing.AUDIO, Use.IN_STORE)
    assert Layer.MUSIC_COMPOSITION_PERF in layers(Thing.AUDIO, Use.IN_STORE)
    assert layers(Thing.DOCUMENT, Use.EVERY) == set()


def test_a_use_that_is_made_of_others_needs_what_they_do() -> None:
    every = layers(Thing.EPISODE, Use.EVERY)

    assert every == {
        layer for use in Use if use is not Use.EVERY for layer in layers(Thing.EPISODE, use)
    }
