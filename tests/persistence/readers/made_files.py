"""Small codebook files, made by the tests in the real formats with their real oddities.

The titles are made up for the tests.
"""

from __future__ import annotations

import codecs
from pathlib import Path

#: The columns of KVÅ as tab-separated files (2026).
KKA_HEADER = (
    "Kod", "Överordnad kod", "Titel", "Förkortning(ar)", "Beskrivning", "Exempel", "Innefattar",
    "Utesluter", "Kodningsinformation",
)  # fmt: skip
KMA_HEADER = (
    "Kod", "Överordnad kod", "Titel", "Beskrivning", "Exempel", "Innefattar", "Utesluter",
    "Anmärkning", "Relaterad ICF-kod", "Relaterad ICD-10-SE-kod",
)  # fmt: skip

CHAPTERS_2021 = """\
01\t\tInfektioner (A00-B99)
03\t\tBlod (D50-D89)
20\t\tYttre orsaker (V01-Y98)
22\t\tSärskilda ändamål (U00-U99)"""
CHAPTERS_2022 = "A00-B99Infektioner\nD50-D89Blod\nU00-U99Särskilda ändamål\nV01-Y98Yttre orsaker"
BLOCKS = """\
A00-A09\t\tTarminfektioner (A00-A09)
A00-A04\t\tBakteriella tarminfektioner
B95-B98\t\tSmittämnen
D60-D64\t\tAnemier
V30-V39\t\tTrehjuling
X85-Y09\t\tÖvergrepp"""
CATEGORIES = """\
A00\t\tKolera
A08\t\tVirusinfektion
B95\t\tStreptokocker
D63\t*\tAnemi vid sjukdom
U98\t\tInfarkttyp
V31\t\tTrehjuling mot cykel
Y07\t\tMisshandel"""
SUBCATEGORIES = """\
A000\t†\tKolera, klassisk
A083\t\tAnnan  virusenterit\u00a0
B950\t\tStreptokocker, grupp A
D630\t*\tAnemi vid tumör"""
EXTENSIONS = """\
A083A\t\tEnterit av coxsackie
V3100\t\tTrehjuling mot cykel, förare, ej trafik-idrott
V3109\t\tTrehjuling mot cykel, förare, ej trafik-ospec aktiviteter
Y0710\t\tMisshandel av förälder-idrott, sport, motion
Y0711\t\tMisshandel av förälder-lek och annan fritids-verksamhet
Y0718\t\tMisshandel av förälder-annan
Y071A\t\tBarnmisshandel, ospecificerad
U984A\t\tInfarkt, typ 4a
U984B\t\tInfarkt, typ 4b"""

ICD_FILES = {
    "diagnoskapitel.txt": CHAPTERS_2022,
    "block.txt": BLOCKS,
    "digit3.txt": CATEGORIES,
    "digit4.txt": SUBCATEGORIES,
    "digit5.txt": EXTENSIONS,
}

_KVA_HEADER = "Kod:\t\tKodtext:\tBeskrivning:\n"
KVA_FILES = {
    "kka-level1.txt": "Kod:\t\tKodtext:\nN\t\tRörelseapparaten\nY\t\tTransplantation",
    "kka-level2.txt": _KVA_HEADER + "NF\t\tHöft och lår\nYC     \t\tYC",
    "kka-level3.txt": _KVA_HEADER + "NFB\t\tLedplastik\nYCA\t\tUttagning\nNZX \t\tUtan tvåställig",
    "kka-level4.txt": _KVA_HEADER
    + "NFB49\t\tTotal höftprotes med cement \nNFB99\t\tAnnan protes\tAnge sida \nYCA00\t\tUttag",
    "kma-level1.txt": _KVA_HEADER + "A\t\tUtredning\tUtredande åtgärder\nN\t\tEgen rubrik",
    "kma-level2.txt": "Kod:\t\tKodtext:\nAA\t\tNervsystemet\nNF\t\tKrockar med KKÅ",
    "kma-level3.txt": "Kod:\t\tKodtext:\nAA9\t\tSmal rubrik",
    "kma-level4.txt": _KVA_HEADER
    + 'AA001\t\tTest med: "citat" i texten\tBeskrivs här\t\nAA901\t\tUnder smal rubrik',
}

ATC_FILE = """\
key\tvalue
-\tOspecificerad
C\tHjärta
C07\tBetablockerare
C07A\tBetablockerare
C07AB\tSelektiva
C07AB02\tMetoprolol\x20\x20
QA\tVeterinärmedel
QA01\tMun
"""

STARTER_FILES = {
    "manifest.toml": "".join(
        f'[{s}]\nname = "Övningskodverk {s}"\nversion = "1"\nfile = "{s}.tsv"\nsha256 = "00"\n'
        for s in ("icd10se", "kva", "atc")
    ),
    "icd10se.tsv": """\
code\tlevel\tparent\ttitle\tmark\tnot_principal\tpartners\tnote\tsex\tages
10\tchapter\t\tAndningsorganen
J09-J18\tblock\t10\tInfluensa och lunginflammation
J17\tcategory\tJ09-J18\tLunginflammation vid sjukdom\t*\t\tA02.2 B59\tEn anmärkning
15\tchapter\t\tGraviditet\t\t\t\t\tK\t11-60
O80\tcategory\t15\tFörlossning
O80.0\tsubcategory\tO80\tFörlossning av flicka\t\t\t\t\t\t-17
20\tchapter\t\tYttre orsaker\t\tx
W01\tcategory\t20\tFall i samma plan
W01.0\tsubcategory\tW01\tFall, hemma
W0109\tnational\tW01.0\tFall, hemma, ospecificerad aktivitet
""",
    "kva.tsv": """\
code\tparent\ttitle\tdescription
KKÅ:N\t\tRörelse\t
NFB49\tKKÅ:N\tHöftprotes\tAnge sida
""",
    "atc.tsv": """\
code\ttitle
C\tHjärta
C07\tBetablockerare
C07A\tBeta
C07AB\tSelektiva
C07AB02\tMetoprolol
""",
}


def write_files(folder: Path, files: dict[str, str], *, bom: bool = True) -> Path:
    """Write the files as the authority does: UTF-8 with byte order mark, no last line end."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        mark = codecs.BOM_UTF8 if bom and name.endswith(".txt") else b""
        (folder / name).write_bytes(mark + text.encode("utf-8"))
    return folder


def icd_folder(parent: Path, year: str = "2022", **changed: str) -> Path:
    """Write the level files of ICD-10-SE; `digit3="…"` replaces digit3.txt."""
    files = ICD_FILES | {f"{name}.txt": text for name, text in changed.items()}
    return write_files(parent / year, files)


def kva_folder(parent: Path, year: str = "2021", **changed: str) -> Path:
    """Write the level files of KVÅ; `kka_level1="…"` replaces kka-level1.txt."""
    files = KVA_FILES | {f"{name.replace('_', '-')}.txt": text for name, text in changed.items()}
    return write_files(parent / year, files)


def atc_file(folder: Path, name: str = "atc-sv-2020.tsv", text: str = ATC_FILE) -> Path:
    """Write the ATC list."""
    return write_files(folder, {name: text}, bom=False) / name


def starter_folder(folder: Path, **changed: str) -> Path:
    """Write a starter edition; `icd10se="…"` replaces icd10se.tsv."""
    files = STARTER_FILES | {f"{name}.tsv": text for name, text in changed.items()}
    return write_files(folder, files, bom=False)
