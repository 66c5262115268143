"""XML of the platform, safely: bounded reading into plain values, clean writing of text."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from bot.adapters.wechat.crypto import Malformed, TooLarge

MAX_BYTES = 256 * 1024
"""The longest push is a compat-mode text of a few kB, three times its size."""

_MAX_DEPTH = 8
_MAX_ELEMENTS = 1000
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Node = dict[str, list[Any]]
"""An element's children by name; each value is a ``Node`` or, for an element without children, its text."""


class _Reader:
    """Collects elements and stops at once when the document is not the shape of a push."""

    def __init__(self) -> None:
        self._open: list[tuple[str, Node, list[str]]] = []
        self._count = 0
        self.root: tuple[str, Node | str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= _MAX_DEPTH or self._count > _MAX_ELEMENTS:
            raise Malformed("too many or too deep elements")
        self._open.append((tag, {}, []))

    def data(self, text: str) -> None:
        self._open[-1][2].append(text)

    def end(self, tag: str) -> None:
        name, children, texts = self._open.pop()
        value = children or "".join(texts)
        if self._open:
            self._open[-1][1].setdefault(name, []).append(value)
        else:
            self.root = (name, value)

    def close(self) -> None:
        """The parser's last call; the result stays in ``root``."""


def read(body: bytes) -> Node:
    """The children of ``<xml>``. Raises ``TooLarge`` or ``Malformed``; entities and DTDs are refused."""
    if len(body) > MAX_BYTES:
        raise TooLarge(f"{len(body)} bytes")
    try:
        # Customers do type control characters; the message must not be lost to them.
        text = clean(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8") from error
    reader = _Reader()
    parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    try:
        parser.feed(text)
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Malformed("not XML that we read") from error
    if reader.root is None or reader.root[0] != "xml" or isinstance(reader.root[1], str):
        raise Malformed("no <xml> with elements")
    return reader.root[1]


def text_of(node: Node, name: str) -> str:
    """The stripped text of the first child of that name; empty where it is absent or has children."""
    values = node.get(name, [""])
    return values[0].strip() if isinstance(values[0], str) else ""


def node_of(node: Node, name: str) -> Node:
    """The first child of that name that has children itself; empty where there is none."""
    return next((value for value in node.get(name, []) if isinstance(value, dict)), {})


def nodes_of(node: Node, name: str) -> list[Node]:
    """All children of that name that have children: one or many read the same."""
    return [value for value in node.get(name, []) if isinstance(value, dict)]


def clean(text: str) -> str:
    """Without the characters that XML 1.0 cannot carry."""
    return _ILLEGAL.sub("", text)


def cdata(text: str) -> str:
    """A CDATA section that survives ``]]>`` in the text."""
    return f"<![CDATA[{clean(text).replace(']]>', ']]]]><![CDATA[>')}]]>"
