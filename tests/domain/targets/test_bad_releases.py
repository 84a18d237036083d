"""What can be no episode is refused when it is asked for: what, where, and under which code."""

import pytest

from tests.domain.targets.scene import Scene
from tests.domain.targets.stand import Stand
from tests.stories.sponsors import ERRORS

SUBMIT = f"""mutation($input: SubmitEpisodeReleaseInput!) {{ done: submitEpisodeRelease(
  input: $input) {{ request {{ id }} {ERRORS} }} }}"""


@pytest.mark.parametrize("other", ["artwork", "transcript"])
async def test_what_is_no_audio_is_no_enclosure(scene: Scene, stand: Stand, other: str) -> None:
    brief = await scene.house.release(audioAssetId=scene.house.files[other])
    done = await scene.house.asks("episode_release", brief)

    assert done["request"] is None
    assert [(one["code"], one["path"]) for one in done["errors"]] == [
        ("other_kind_of_file", ["audioAssetId"])
    ]
    assert stand.calls == []


async def test_a_name_with_a_control_character_says_which_one_and_where(scene: Scene) -> None:
    """The door lets none in, so no title anywhere outside has one."""
    brief, front = await scene.house.release(name="A\x07 cup"), await scene.desk.front("requester")
    (problem,) = (await front.send(SUBMIT, input={"brief": brief}))["errors"]

    assert problem["message"].startswith("The character U+0007 (number 2) is no character")
    assert problem["extensions"] == {
        "code": "control_character",
        "path": ["input", "brief", "name"],
    }


async def test_a_name_that_reads_otherwise_than_it_is_written_is_refused(scene: Scene) -> None:
    brief = await scene.house.release(name="The first\u202e cup")
    done = await scene.house.asks("episode_release", brief)

    assert (done["request"], [one["path"] for one in done["errors"]]) == (None, [["name"]])
