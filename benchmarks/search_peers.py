"""Other ways of searching the same codes, to measure ours beside: each as good as it gets alone.

Every peer gets the same rows: all titles of the three systems, and the product names as further
texts of their ATC codes. A peer that cannot be had on a machine says why.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process
from search_editions import FixedLibrary, ListedProducts

from app.domain.codes import CodeSystem

FIRST = 10
#: So many rows are fetched for ten codes, since several rows can name one code.
FETCHED = 4 * FIRST
#: Spelling tolerance of tantivy: from how many letters one slip, from how many two.
ONE_SLIP_FROM, TWO_SLIPS_FROM = 4, 8
EXACT_BOOST = 4.0

Code = tuple[CodeSystem, str]
#: A text and the system it is asked in (None: all of them) give the first codes.
Ask = Callable[[str, CodeSystem | None], Sequence[Code]]
#: One index gives the numbers of its best rows for a text.
FindRows = Callable[[str], Iterable[int]]


class Row(NamedTuple):
    """A text that names a code."""

    system: CodeSystem
    code: str
    text: str


class Peer(NamedTuple):
    """A way of searching, or the reason why it is not measured."""

    name: str
    ask: Ask | None
    reason: str = ""


def rows_of(library: FixedLibrary, products: ListedProducts) -> list[Row]:
    """Give every title, and every product name that leads to a code of the ATC edition."""
    books = library.for_day(None)
    titles = [Row(s, c.code, c.title) for s in CodeSystem for c in books.of(s).concepts()]
    known = {row.code for row in titles if row.system is CodeSystem.ATC}
    names = {(product.atc, product.name) for product in products.all() if product.atc in known}
    return titles + [Row(CodeSystem.ATC, atc, name) for atc, name in sorted(names)]


def load_peers(rows: list[Row]) -> list[Peer]:
    """Build every peer that this machine has; tell why for the others."""
    return [
        Peer("RapidFuzz WRatio", _each_system(rows, _wratio)),
        _if_it_can_be_had("SQLite FTS5 trigram", rows, _fts5, sqlite3.OperationalError),
        _if_it_can_be_had("tantivy fuzzy", rows, _tantivy, ImportError),
    ]


def _if_it_can_be_had(
    name: str,
    rows: list[Row],
    build: Callable[[list[Row]], FindRows],
    refusal: type[Exception],
) -> Peer:
    try:
        return Peer(name, _each_system(rows, build))
    except refusal as error:
        return Peer(name, None, str(error))


def _each_system(rows: list[Row], build: Callable[[list[Row]], FindRows]) -> Ask:
    """Build one index for each system and one for all, and give distinct codes."""
    parts = {
        system: [row for row in rows if system in (None, row.system)]
        for system in (None, *CodeSystem)
    }
    indexes = {system: build(part) for system, part in parts.items()}

    def ask(text: str, system: CodeSystem | None) -> list[Code]:
        found = (parts[system][number] for number in indexes[system](text))
        return list(dict.fromkeys((row.system, row.code) for row in found))[:FIRST]

    return ask


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _wratio(rows: list[Row]) -> FindRows:
    """Search as the simplest program does: the nearest titles of all."""
    lowered = [row.text.lower() for row in rows]

    def find(text: str) -> list[int]:
        found = process.extract(
            text.lower(), lowered, scorer=fuzz.WRatio, processor=None, limit=FETCHED
        )
        return [number for _, _, number in found]

    return find


def _fts5(rows: list[Row]) -> FindRows:
    """Any run of three letters counts, rare ones most (bm25): slips and parts of words are met."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table title using fts5(text, tokenize='trigram')")
    numbered = ((number, row.text) for number, row in enumerate(rows))
    connection.executemany("insert into title(rowid, text) values (?, ?)", numbered)

    def find(text: str) -> list[int]:
        runs = {word[at : at + 3] for word in _words(text) for at in range(len(word) - 2)}
        wanted = " OR ".join(f'"{run}"' for run in sorted(runs))
        if not wanted:
            return []
        found = connection.execute(
            "select rowid from title where title match ? order by rank limit ?", (wanted, FETCHED)
        )
        return [number for (number,) in found]

    return find


def _tantivy(rows: list[Row]) -> FindRows:
    """Words as they are count by bm25, words within a slip or two and longer words a little."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False)
    builder.add_unsigned_field("row", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(num_threads=1)
    for number, row in enumerate(rows):
        writer.add_document(tantivy.Document(text=row.text, row=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def find(text: str) -> list[int]:
        query = tantivy.Query.boolean_query(
            [part for word in _words(text) for part in _either(tantivy, schema, word)]
        )
        hits = searcher.search(query, FETCHED, count=False).hits
        return [searcher.doc(address)["row"][0] for _, address in hits]

    return find


def _either(tantivy: Any, schema: Any, word: str) -> list[tuple[Any, Any]]:
    """Give the word itself, and what is near it, as clauses one of which is enough."""
    query, should = tantivy.Query, tantivy.Occur.Should
    exact = query.boost_query(query.term_query(schema, "text", word), EXACT_BOOST)
    slips = (len(word) >= ONE_SLIP_FROM) + (len(word) >= TWO_SLIPS_FROM)
    near = query.fuzzy_term_query(schema, "text", word, slips, True, True)
    return [(should, exact), (should, near)]
