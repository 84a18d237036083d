"""The way of a kind, or of one request, through its stages: what becomes a process."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RouteStage:
    """A stage of a route. Stages of one `step` are asked at the same time.

    An empty `team` means that the hub closes it by itself.
    """

    key: str
    title: str
    step: int
    team: str
    due_hours: int

    @property
    def automatic(self) -> bool:
        """Whether the hub closes the stage by itself."""
        return not self.team


@dataclass(frozen=True, slots=True)
class Route:
    """Every stage that may be asked for, in order of step; `key` names the process."""

    key: str
    title: str
    stages: tuple[RouteStage, ...]

    @property
    def steps(self) -> tuple[tuple[RouteStage, ...], ...]:
        """The stages by step, in order."""
        numbers = sorted({stage.step for stage in self.stages})
        return tuple(
            tuple(stage for stage in self.stages if stage.step == number) for number in numbers
        )
