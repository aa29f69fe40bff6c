"""Product names from the terminal, and in the search of the same terminal."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Kodklar

LIST = (
    "product\tatc\tsubstances\tstrength\tform\n"
    "Mukolysin Forte\tR05CB01\tAcetylcystein\t200 mg\tBrustablett\n"
)


def listed(folder: Path) -> Path:
    path = folder / "products-sv-2026.tsv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_products_are_imported_listed_and_searched(kodklar: Kodklar, tmp_path: Path) -> None:
    before = kodklar("search", "mukolysin", "--json").objects[0]["hits"]
    first = kodklar("product", "import", listed(tmp_path))
    again = kodklar("product", "import", listed(tmp_path), "--json")
    shown = kodklar("product", "list", "r05cb01", "--json")
    found = kodklar("search", "mukolysin", "--json").objects[0]["hits"]

    assert (first.status, again.status, shown.status) == (0, 0, 0)
    assert first.out.startswith("Läkemedel: 1 rad inläst (UTF-8, kolumner skilda av tabb)")
    assert again.objects[0]["already_imported"] is True
    assert shown.objects == [
        {
            "name": "Mukolysin Forte",
            "atc": "R05CB01",
            "substances": "Acetylcystein",
            "strength": "200 mg",
            "form": "Brustablett",
        }
    ]
    assert "R05CB01" not in [hit["code"] for hit in before]
    assert (found[0]["code"], found[0]["why"]) == ("R05CB01", "produkt: Mukolysin")


def test_what_is_not_there_is_said(kodklar: Kodklar, tmp_path: Path) -> None:
    without = kodklar("product", "list", "N02BE01")
    kodklar("product", "import", listed(tmp_path))
    other = kodklar("product", "list", "N02BE01")
    wrong = kodklar("product", "import", tmp_path / "borta.tsv")

    assert "Läs in en med kodklar product import" in without.out
    assert "Inget läkemedel i listan har den koden." in other.out
    assert wrong.is_one_sentence()
