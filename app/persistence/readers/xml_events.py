"""The elements of an XML file one by one, with attacks by entity and DTD refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from app.domain.errors import CodebookFileError
from app.persistence.readers.text_encoding import WEB_PAGE_FAULT, is_blank, is_web_page
from app.persistence.readers.text_file import file_error

_CHUNK = 65_536
_FETCH_AGAIN = "Hämta filen på nytt från utgivaren och läs in den igen."
_FROM_PUBLISHER = "Den kan vara gjord för att skada. Hämta den från utgivaren i stället."


@dataclass(frozen=True, slots=True)
class Start:
    """An element begins; names are without namespace."""

    name: str
    attributes: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class End:
    """An element ends; `text` is what stood between its tag and the last tag before its end."""

    name: str
    text: str


@dataclass(slots=True)
class _Collector:
    """What the parser tells, until it is handed on."""

    events: list[Start | End] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    line: Callable[[], int] = lambda: 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.text.clear()
        self.events.append(Start(_local(tag), attributes, self.line()))

    def end(self, tag: str) -> None:
        self.events.append(End(_local(tag), "".join(self.text)))
        self.text.clear()

    def data(self, text: str) -> None:
        self.text.append(text)

    def close(self) -> None:
        """Nothing is left to do; the parser asks for it."""


def read_events(path: Path, content: bytes, part: str = "") -> Iterator[Start | End]:
    """Yield the beginnings and ends of the elements, in file order.

    Args:
        path: the file, for messages.
        content: the XML.
        part: the part of the file that it is, where a file has several.

    Raises:
        CodebookFileError: it is empty or a web page, no whole XML, or declares entities or a
            document type.

    """
    if is_blank(content):
        raise file_error(path, f"{part}är tom. {_FETCH_AGAIN}")
    if is_web_page(content):
        raise file_error(path, WEB_PAGE_FAULT)
    collector = _Collector()
    parser = DefusedXMLParser(target=collector, forbid_dtd=True)
    collector.line = lambda: int(parser.parser.CurrentLineNumber)
    try:
        for start in range(0, len(content), _CHUNK):
            parser.feed(content[start : start + _CHUNK])
            yield from _taken(collector)
        parser.close()
        yield from _taken(collector)
    except DefusedXmlException as error:
        text = f"{part}innehåller en dokumenttyp eller entitet, som kodfiler inte har."
        raise file_error(path, f"{text} {_FROM_PUBLISHER}") from error
    except (ParseError, ValueError, LookupError) as error:
        raise _broken(path, part, error) from error


def _taken(collector: _Collector) -> list[Start | End]:
    events, collector.events = collector.events, []
    return events


def _broken(path: Path, part: str, error: Exception) -> CodebookFileError:
    line, _column = getattr(error, "position", (0, 0))
    where = f" (rad {line})" if line else ""
    return file_error(path, f"{part}är ingen hel XML{where}. {_FETCH_AGAIN}")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
