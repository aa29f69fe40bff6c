"""The formats of Kodserver tables, local lists and regional decisions, behind one port."""

from __future__ import annotations

from pathlib import Path

from app.domain.kodserver import Combination, KodserverCode, KodserverStarter, KodserverTable
from app.domain.list_ports import ListFile
from app.domain.local_list import ColumnMapping, ListPreview, LocalCode, MappingTrial
from app.domain.regional import Block, RegionalTable, RuleSwitch
from app.domain.regional_layer import RegionalLayer
from app.domain.term_ports import TermLine
from app.persistence.readers import (
    kodserver_csv,
    local_list,
    regional_csv,
    regional_toml,
    term_list,
)


class FileLists:
    """The production ListReaders; see app.domain.list_ports."""

    def kodserver_table(self, path: Path, table: KodserverTable) -> ListFile[KodserverCode]:
        """Read one Kodserver table."""
        return kodserver_csv.read_kodserver_table(path, table)

    def combinations(self, path: Path) -> ListFile[Combination]:
        """Read the combinations of rate, visit type and profession."""
        return kodserver_csv.read_combinations(path)

    def kodserver_starter(self, folder: Path) -> KodserverStarter:
        """Read what ships with the program."""
        return kodserver_csv.read_kodserver_starter(folder)

    def preview(self, path: Path, separator: str = "") -> ListPreview:
        """Look at any list."""
        return local_list.preview(path, separator)

    def try_mapping(self, path: Path, mapping: ColumnMapping) -> MappingTrial:
        """Tell how a whole list would be read."""
        return local_list.try_mapping(path, mapping)

    def local_list(self, path: Path, mapping: ColumnMapping) -> ListFile[LocalCode]:
        """Read any list whose columns are known."""
        return local_list.read_local_list(path, mapping)

    def recognise_regional(self, path: Path) -> RegionalTable:
        """Tell by the header whether it is a block list or rule switches."""
        return regional_csv.recognise_regional(path)

    def block_list(self, path: Path) -> ListFile[Block]:
        """Read a block list."""
        return regional_csv.read_block_list(path)

    def rule_switches(self, path: Path) -> ListFile[RuleSwitch]:
        """Read rule switches."""
        return regional_csv.read_rule_switches(path)

    def is_regional_layer(self, path: Path) -> bool:
        """Tell by its first words whether a file is a region's decisions in TOML."""
        return regional_toml.is_regional_layer(path)

    def regional_layer(self, path: Path) -> RegionalLayer:
        """Read all that a region decides from TOML."""
        return regional_toml.read_regional_layer(path)

    def is_term_list(self, path: Path) -> bool:
        """Tell by the header whether it is a list of local terms."""
        return term_list.is_term_list(path)

    def terms(self, path: Path) -> ListFile[TermLine]:
        """Read a list of local terms from another workplace."""
        return term_list.read_terms(path)
