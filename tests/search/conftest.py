"""Three small codebooks and a small lexicon, written for the tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level, Mark
from app.domain.product import Product
from app.domain.search import SearchHit, SearchQuery
from app.search.engine import LibrarySearch

ICD, KVA, ATC = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC
_ICD_LEVELS = {3: Level.CATEGORY, 5: Level.SUBCATEGORY, 6: Level.EXTENSION}

ICD_TITLES = {
    "I00-I99": "Cirkulationsorganens sjukdomar",
    "I20-I25": "Ischemiska hjärtsjukdomar",
    "E11": "Diabetes mellitus typ 2",
    "E11.9": "Diabetes mellitus typ 2, utan komplikationer",
    "G63.2": "Polyneuropati vid diabetes",
    "H65.9": "Icke varig mellanöreinflammation, ospecificerad",
    "H66.0": "Akut varig mellanöreinflammation",
    "I10": "Essentiell hypertoni",
    "I10.9": "Essentiell hypertoni (högt blodtryck)",
    "I21": "Akut hjärtinfarkt",
    "I21.9": "Akut hjärtinfarkt, ospecificerad",
    "I44": "Atrioventrikulärt block",
    "I48": "Förmaksflimmer och förmaksfladder",
    "I48.0": "Paroxysmalt förmaksflimmer",
    "I50": "Hjärtinsufficiens",
    "J18": "Pneumoni orsakad av ospecificerad mikroorganism",
    "J44": "Kroniskt obstruktiv lungsjukdom",
    "J45": "Astma",
    "K35": "Akut appendicit",
    "K37": "Ospecificerad appendicit",
    "C34": "Malign tumör i bronk och lunga",
    "M79.7": "Fibromyalgi",
    "S72": "Fraktur på lårben",
    "S72.0": "Kollumfraktur",
    "S72.00": "Kollumfraktur, sluten",
    "W01": "Fall i samma plan",
    "W01.9": "Fall i samma plan, ospecificerad plats",
    "W01.90": "Fall i samma plan genom halkning hemma",
    "Z51.1": "Kemoterapi",
}
KVA_TITLES = {
    "JKA": "Operationer på gallblåsa",
    "JKA21": "Laparoskopisk kolecystektomi",
    "NFB": "Ledproteser i höftled",
    "NFB49": "Primär total höftledsplastik med cement",
    "AJ004": "Datortomografi, buk",
    "DR029": "Transfusion av erytrocyter",
    "TKC20": "Kateterisering av urinblåsa",
}
ATC_TITLES = {
    "A07BA01": "Medicinskt kol",
    "C07": "Betareceptorblockerande medel",
    "C07AB02": "Metoprolol",
    "N02BE01": "Paracetamol",
}
LEXICON = """\
term	target	system	kind	source	status
blindtarmsinflammation	appendicit	*	synonym	test	granskad
lunginflammation	J18	icd10se	lay	test	granskad
kol	J44	icd10se	abbreviation	test	granskad
grå starr	H25	icd10se	lay	test	granskad
propp i hjärtat	I21	icd10se	lay	test	granskad
hjärtsvikt	I50	icd10se	lay	test	granskad
av-block	I44	icd10se	abbreviation	test	granskad
alvedon	N02BE01	atc	brand	test	granskad
kad	TKC20	kva	abbreviation	test	granskad
cancer	malign tumör	*	synset	test	granskad
"""


def concepts(system: CodeSystem, titles: dict[str, str]) -> list[Concept]:
    return [
        Concept(
            system,
            code,
            title,
            _level(system, code),
            mark=Mark.ASTERISK if code == "G63.2" else Mark.NONE,
            may_be_principal=code != "G63.2",
            is_leaf=not any(other != code and other.startswith(code) for other in titles),
        )
        for code, title in titles.items()
    ]


def _level(system: CodeSystem, code: str) -> Level:
    if system is ICD:
        return _ICD_LEVELS.get(len(code), Level.BLOCK)
    return Level.ITEM if len(code) in (5, 7) else Level.HEADING


class SmallLibrary:
    """A library of one edition a system, for every day; a test may exchange one."""

    def __init__(self) -> None:
        self.books = {
            system: MemoryCodebook(
                Edition(f"{system.value}-1", system, system.value, "1"), concepts(system, titles)
            )
            for system, titles in ((ICD, ICD_TITLES), (KVA, KVA_TITLES), (ATC, ATC_TITLES))
        }

    def for_day(self, day: date | None) -> Codebooks:  # noqa: ARG002
        return Codebooks(self.books[ICD], self.books[KVA], self.books[ATC])

    def editions(self) -> list[Edition]:
        return [book.edition for book in self.books.values()]

    def codebook(self, edition_id: str) -> MemoryCodebook | None:
        return next((b for b in self.books.values() if b.edition.id == edition_id), None)

    def reload(self) -> None:
        """Nothing to forget."""


class ListedProducts:
    """A source of the product names that a test gives, each with its code."""

    def __init__(self, *names: tuple[str, str]) -> None:
        self.names = list(names)

    def checksum(self) -> str:
        return "|".join(f"{name} {code}" for name, code in self.names)

    def all(self) -> list[Product]:
        return [Product(name, code, *_substance(code)) for name, code in self.names]


def _substance(code: str) -> list[str]:
    return [ATC_TITLES[code]] if code in ATC_TITLES else []


@pytest.fixture(scope="session")
def lexicon_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lexicon")
    (folder / "small.tsv").write_text(LEXICON, encoding="utf-8")
    return folder


@pytest.fixture
def library() -> SmallLibrary:
    return SmallLibrary()


@pytest.fixture(scope="session")
def engine(lexicon_dir: Path) -> LibrarySearch:
    return LibrarySearch(SmallLibrary(), lexicon_dir)


Ask = Callable[..., list[SearchHit]]


@pytest.fixture(scope="session")
def ask(engine: LibrarySearch) -> Ask:
    def _ask(text: str, *systems: CodeSystem, limit: int = 50) -> list[SearchHit]:
        return engine.search(SearchQuery(text, systems, limit))

    return _ask
