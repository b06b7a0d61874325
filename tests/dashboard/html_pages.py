"""Inspection of HTML without a browser: its elements, and the text a reader would see."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID_TAGS = frozenset({"input", "img", "br", "hr", "link", "meta"})


@dataclass
class HtmlElement:
    """An element with its attributes, texts and elements."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["HtmlElement | str"] = field(default_factory=list)

    def walk(self) -> Iterator["HtmlElement"]:
        """Yield the element and all within it, in order."""
        yield self
        for child in self.children:
            if isinstance(child, HtmlElement):
                yield from child.walk()

    def find_all(self, tag: str, css_class: str = "") -> list["HtmlElement"]:
        """Return the elements of a tag, and of a class if one is given."""
        return [
            element
            for element in self.walk()
            if element.tag == tag
            and (not css_class or css_class in element.attributes.get("class", "").split())
        ]

    @property
    def text(self) -> str:
        """Return the text, parts separated by a space."""
        return " ".join(self._texts())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, HtmlElement):
                yield from child._texts()
            elif child.strip():
                yield " ".join(child.split())


class _TreeParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open_elements = [HtmlElement("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = HtmlElement(tag, {name: value or "" for name, value in attrs})
        self.open_elements[-1].children.append(element)
        if tag not in VOID_TAGS:
            self.open_elements.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open_elements.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.open_elements[-1].children.append(data)


def parse_html(html: str) -> HtmlElement:
    """Return an element that holds those of a text; each that is opened is closed."""
    parser = _TreeParser()
    parser.feed(html)
    parser.close()
    assert len(parser.open_elements) == 1, parser.open_elements[-1].tag
    return parser.open_elements[0]
