"""What the use cases of Kodserver, local lists and regional decisions need, as protocols."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from app.domain.customs import Deepening, PairOrder
from app.domain.file_import import FileImport
from app.domain.kodserver import Combination, KodserverCode, KodserverStarter, KodserverTable
from app.domain.local_list import (
    ColumnMapping,
    ListPreview,
    LocalCode,
    LocalList,
    MappingTrial,
)
from app.domain.product import Product
from app.domain.regional import Block, RegionalTable, RuleSwitch
from app.domain.regional_layer import RegionalLayer, WorkplaceSwitch
from app.domain.term_ports import TermLine

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListFile(Generic[T]):
    """A file whose header is known: its rows are read, and checked, as they are asked for."""

    rows: Iterator[T]
    #: Encoding and separator in words.
    written_as: str
    #: Columns that the format does not know; they are not read.
    unknown_columns: tuple[str, ...] = ()


class ListReaders(Protocol):
    """The file formats of tables and lists beside the codebooks.

    Every method, and the rows that it returns, raises CodebookFileError with file, row and
    remedy; what is read so far is to be thrown away.
    """

    def kodserver_table(self, path: Path, table: KodserverTable) -> ListFile[KodserverCode]:
        """Read one Kodserver table."""
        ...

    def combinations(self, path: Path) -> ListFile[Combination]:
        """Read the combinations of rate, visit type and profession."""
        ...

    def kodserver_starter(self, folder: Path) -> KodserverStarter:
        """Read what ships with the program."""
        ...

    def preview(self, path: Path, separator: str = "") -> ListPreview:
        """Look at any list; the separator is guessed where none is given."""
        ...

    def try_mapping(self, path: Path, mapping: ColumnMapping) -> MappingTrial:
        """Tell how a whole list would be read, rows that cannot be read among the others."""
        ...

    def local_list(self, path: Path, mapping: ColumnMapping) -> ListFile[LocalCode]:
        """Read any list whose columns are known."""
        ...

    def recognise_regional(self, path: Path) -> RegionalTable:
        """Tell by the header whether it is a block list or rule switches."""
        ...

    def block_list(self, path: Path) -> ListFile[Block]:
        """Read a block list."""
        ...

    def rule_switches(self, path: Path) -> ListFile[RuleSwitch]:
        """Read rule switches."""
        ...

    def is_regional_layer(self, path: Path) -> bool:
        """Tell by its first words whether a file is a region's decisions in TOML."""
        ...

    def regional_layer(self, path: Path) -> RegionalLayer:
        """Read all that a region decides from TOML."""
        ...

    def is_term_list(self, path: Path) -> bool:
        """Tell by the header whether it is a list of local terms."""
        ...

    def terms(self, path: Path) -> ListFile[TermLine]:
        """Read a list of local terms from another workplace."""
        ...


class Kodserver(Protocol):
    """The imported Kodserver tables; what was never imported is empty."""

    def imports(self) -> Mapping[str, FileImport]:
        """Return the latest import of every table, by its name."""
        ...

    def codes(self, table: KodserverTable) -> list[KodserverCode]:
        """Every row of a table, in the order of the file."""
        ...

    def find(self, table: KodserverTable, code: str) -> list[KodserverCode]:
        """Return the rows of one code, whatever their validity, in the order of the file."""
        ...

    def combinations(self) -> list[Combination]:
        """Every combination, in the order of the file."""
        ...

    def replace_codes(
        self, table: KodserverTable, latest: FileImport, codes: Iterable[KodserverCode]
    ) -> None:
        """Let the rows be all that the table holds."""
        ...

    def replace_combinations(self, latest: FileImport, combinations: Iterable[Combination]) -> None:
        """Let the combinations be all that there are."""
        ...


class LocalLists(Protocol):
    """The imported local lists."""

    def all(self) -> list[LocalList]:
        """Every list, in Swedish order of names, newest version first."""
        ...

    def add(self, local_list: LocalList, codes: Iterable[LocalCode]) -> None:
        """Insert a list and its codes."""
        ...

    def find(self, list_id: str, code: str) -> list[LocalCode]:
        """Return the rows of one code, newest first."""
        ...

    def page(self, list_id: str, text: str, offset: int, limit: int) -> Sequence[LocalCode]:
        """Return rows whose code begins with the text, or whose text contains it."""
        ...

    def remove(self, list_id: str) -> None:
        """Delete a list with its codes; an unknown one is no error."""
        ...


class Regional(Protocol):
    """The region's own decisions."""

    def imports(self) -> Mapping[str, FileImport]:
        """Return the latest import of block list and rule switches, by name."""
        ...

    def block_list(self) -> list[Block]:
        """Every row of the block list, in the order of the file."""
        ...

    def rule_switches(self) -> list[RuleSwitch]:
        """Every decision about a rule, in the order of the file."""
        ...

    def replace_block_list(self, latest: FileImport, blocks: Iterable[Block]) -> None:
        """Let the rows be all of the block list."""
        ...

    def pair_orders(self) -> list[PairOrder]:
        """Every row about the order of pairs, in the order of the file."""
        ...

    def deepenings(self) -> list[Deepening]:
        """Every row of codes that are wanted finely, in the order of the file."""
        ...

    def layer(self) -> RegionalLayer:
        """All that the region has decided, with its name."""
        ...

    def workplace(self) -> list[WorkplaceSwitch]:
        """Every decision that the workplace itself has made, by rule id."""
        ...

    def replace_pair_orders(self, latest: FileImport, orders: Iterable[PairOrder]) -> None:
        """Let the rows be all that is said of the order of pairs."""
        ...

    def replace_deepenings(self, latest: FileImport, deepenings: Iterable[Deepening]) -> None:
        """Let the rows be all the codes that are wanted finely."""
        ...

    def replace_workplace(self, latest: FileImport, switches: Iterable[WorkplaceSwitch]) -> None:
        """Let the decisions be all that the workplace has made."""
        ...

    def replace_rule_switches(self, latest: FileImport, switches: Iterable[RuleSwitch]) -> None:
        """Let the decisions be all that there are."""
        ...


class Products(Protocol):
    """The imported names of medicinal products."""

    def imports(self) -> Mapping[str, FileImport]:
        """Return the latest import, by the name PRODUCTS of app.domain.product."""
        ...

    def all(self) -> list[Product]:
        """Every product, in the order of the file."""
        ...

    def of_atc(self, code: str) -> list[Product]:
        """Return the products of exactly that ATC code, by name in Swedish order."""
        ...

    def replace(self, latest: FileImport, products: Iterable[Product]) -> None:
        """Let the products be all that there are."""
        ...
