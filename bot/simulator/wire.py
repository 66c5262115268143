"""XML of pushes and replies: rendering fields, reading a document without any entity or doctype."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.parsers import expat

Value: TypeAlias = "str | int | float | Mapping[str, Value] | Sequence[Value]"
Fields: TypeAlias = Mapping[str, Value]


class MalformedXML(ValueError):
    pass


@dataclass
class Element:
    """Children by name in order of appearance; ``text`` is the character data directly inside."""

    text: str = ""
    children: dict[str, list[Element]] = field(default_factory=dict)

    def first(self, name: str) -> Element | None:
        return next(iter(self.children.get(name, [])), None)

    def text_of(self, name: str) -> str | None:
        found = self.first(name)
        return None if found is None else found.text


def cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def render(fields: Fields) -> str:
    """The fields inside ``<xml>``; a list repeats its element, numbers stay outside CDATA."""
    return f"<xml>{_render_fields(fields)}</xml>"


def _render_fields(fields: Fields) -> str:
    return "".join(_render(name, value) for name, value in fields.items())


def _render(name: str, value: Value) -> str:
    if isinstance(value, str):
        return f"<{name}>{cdata(value)}</{name}>"
    if isinstance(value, int | float):
        return f"<{name}>{value}</{name}>"
    if isinstance(value, Mapping):
        return f"<{name}>{_render_fields(value)}</{name}>"
    return "".join(_render(name, item) for item in value)


def parse(document: bytes) -> Element:
    """The root ``<xml>``; raises ``MalformedXML`` for anything else."""
    root = Element()
    path = [root]
    parser = expat.ParserCreate("utf-8")

    def start(name: str, _attributes: dict[str, str]) -> None:
        if len(path) > 8:
            raise MalformedXML("nested too deeply")
        element = Element()
        path[-1].children.setdefault(name, []).append(element)
        path.append(element)

    def end(_name: str) -> None:
        path.pop()

    def data(text: str) -> None:
        path[-1].text += text

    def doctype(*_arguments: object) -> None:
        raise MalformedXML("doctype")

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise MalformedXML(str(error)) from error
    found = root.first("xml")
    if found is None:
        raise MalformedXML("the root is not <xml>")
    return found
