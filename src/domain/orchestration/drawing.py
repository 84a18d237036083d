"""The drawing of a process: where its shapes stand, and the lines between them. Pure."""

from dataclasses import dataclass
from typing import ClassVar
from xml.etree.ElementTree import Element, SubElement


@dataclass(frozen=True, slots=True)
class Node:
    """A shape: the element it shows, its place and size in points."""

    id: str
    x: int
    y: int
    width: int
    height: int
    expanded: bool = False


class Drawing:
    """Gathers shapes and lines of the process `key`, and writes them as BPMN's diagram."""

    NAMESPACES: ClassVar = {
        "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
        "xmlns:omgdc": "http://www.omg.org/spec/DD/20100524/DC",
        "xmlns:omgdi": "http://www.omg.org/spec/DD/20100524/DI",
    }

    def __init__(self, key: str) -> None:
        self._key = key
        self._nodes: dict[str, Node] = {}
        self._lines: list[tuple[str, str, str]] = []

    def put(self, node: Node) -> None:
        """Add a shape."""
        self._nodes[node.id] = node

    def join(self, id_: str, source: str, target: str) -> None:
        """Add a line between two shapes, which may be added later."""
        self._lines.append((id_, source, target))

    def write(self, root: Element) -> None:
        """Write the drawing into a file's root."""
        key = self._key
        diagram = SubElement(root, "bpmndi:BPMNDiagram", {"id": f"diagram-{key}"})
        attributes = {"id": f"plane-{key}", "bpmnElement": key}
        plane = SubElement(diagram, "bpmndi:BPMNPlane", attributes)
        for node in self._nodes.values():
            given = {"id": f"shape-{node.id}", "bpmnElement": node.id}
            if node.expanded:
                given["isExpanded"] = "true"
            shape = SubElement(plane, "bpmndi:BPMNShape", given)
            place = {"x": node.x, "y": node.y, "width": node.width, "height": node.height}
            bounds = {name: str(value) for name, value in place.items()}
            SubElement(shape, "omgdc:Bounds", bounds)
        for id_, source, target in self._lines:
            edge = SubElement(plane, "bpmndi:BPMNEdge", {"id": f"edge-{id_}", "bpmnElement": id_})
            for x, y in self._way(self._nodes[source], self._nodes[target]):
                SubElement(edge, "omgdi:waypoint", {"x": str(x), "y": str(y)})

    @staticmethod
    def _way(source: Node, target: Node) -> list[tuple[int, int]]:
        """Return the corners of a line: out at the right, in at the left, or round below."""
        start = (source.x + source.width, source.y + source.height // 2)
        end = (target.x, target.y + target.height // 2)
        if start[0] <= end[0]:
            turn = (start[0] + end[0]) // 2
            return [start, (turn, start[1]), (turn, end[1]), end]
        below = (source.x + source.width // 2, source.y + source.height)
        return [below, (below[0], end[1]), end]
