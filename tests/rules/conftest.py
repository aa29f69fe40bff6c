"""A hand-made codebook of a few dozen codes, so that the rules' tests need no edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level, Mark, Note, NoteKind
from app.domain.period import Period
from app.persistence.readers.file_readers import FileReaders
from app.persistence.readers.starter import starter_editions, starter_file
from app.rules.base import Assumes

ROOT = Path(__file__).resolve().parents[2]

#: Code, mark or x (not as principal) or ^ (valid from 2030), title; parents come before children.
_ICD = """
01  - Infektionssjukdomar
A00-A09 - Tarminfektioner
A06.5 † Lungabscess orsakad av amöba
A09 - Annan gastroenterit
A09.0 - Infektiös gastroenterit
A09.9 - Gastroenterit, ospecificerad
A15.0 - Lungtuberkulos
A39.0 † Meningokockmeningit (G01)
A41.0 - Sepsis orsakad av Staphylococcus aureus
B90 x Sena effekter av tuberkulos
B90.9 x Sena effekter av tuberkulos, ospecificerad
B95 x Streptokocker och stafylokocker som orsak
B95.6 x Staphylococcus aureus som orsak
B96.2 x Escherichia coli som orsak
C50.9 - Bröstcancer, ospecificerad
C61.9 - Prostatacancer
C18.2 - Cancer i colon ascendens
C18.4 - Cancer i colon transversum
C18.8 - Cancer i flera delar av kolon
C18.9 - Koloncancer, ospecificerad
C78.7 - Metastas i lever
C80.0 - Malign tumör, primär lokalisation okänd, så angiven
C80.9 - Malign tumör, ospecificerad
C97.9 - Multipla maligna tumörer
D63 * Anemi vid kroniska sjukdomar
D63.0 * Anemi vid tumörsjukdom (C00-D48)
D63.8 * Anemi vid andra kroniska sjukdomar
E11 - Diabetes typ 2
E11.2 - Diabetes typ 2 med njurkomplikationer
E11.3 - Diabetes typ 2 med ögonkomplikationer
E11.9 - Diabetes typ 2 utan komplikation
F03.9 - Demens, ospecificerad
F32.2 - Svår depressiv episod
F53.0 - Psykisk störning efter förlossning
F10.0 - Akut intoxikation av alkohol
F13.1 - Skadligt bruk av lugnande medel
F13.2 - Beroende av lugnande medel
G63 * Polyneuropati vid sjukdomar
G63.2 * Diabetisk polyneuropati (E10-E14) med .4
G01 * Meningit vid bakteriesjukdomar
G01.9 * Meningit vid bakteriesjukdomar
G62.8 - Andra polyneuropatier
G83.8 - Andra förlamningssyndrom
G81.9 - Hemiplegi, ospecificerad
H36 * Retinala förändringar
H36.0 * Diabetisk retinopati (E10-E14) med .3
H36.0A - Icke proliferativ diabetisk retinopati
I10 - Essentiell hypertoni
I10.9 - Essentiell hypertoni, ospecificerad
I21.4 - Subendokardiell infarkt
I21.9 - Akut hjärtinfarkt, ospecificerad
I50.9 - Hjärtsvikt, ospecificerad
I63.9 - Cerebral infarkt, ospecificerad
I69.3 - Sena effekter av cerebral infarkt
J06.9 - Akut övre luftvägsinfektion
J40.9 - Bronkit, ospecificerad
J09-J18 - Influensa och pneumoni
J12.8 - Annan viruspneumoni
J17.3 * Pneumoni vid parasitsjukdomar
J96.0 - Akut respiratorisk insufficiens
J18 - Pneumoni
J18.9 - Pneumoni, ospecificerad
J99.8 * Sjukdomar i andningsorganen vid andra sjukdomar
K29.0 - Akut blödande gastrit
K35.8 - Annan akut appendicit
K52.1 - Toxisk gastroenterit
K52.9 - Gastroenterit
K80.2 - Sten i gallblåsan
K81.9 - Kolecystit
K91.3 - Postoperativ tarmobstruktion
L03.1 - Cellulit på extremitet
L27.0 - Generaliserade hudutslag av läkemedel
L40.5 † Psoriasis med ledsjukdom (M07.0-M07.3)
M07 * Psoriatisk artropati
M07.3 * Andra artropatier vid psoriasis (L40.5)
M25.5 - Ledvärk
M80.9 - Osteoporos med patologisk fraktur
M81.9 - Osteoporos
N08 * Glomerulära sjukdomstillstånd
N08.3 * Glomerulära tillstånd vid diabetes (E10-E14)
N18.5 - Kronisk njursvikt, stadium 5
N30.0 - Akut cystit
N39.0 - Urinvägsinfektion
N40.9 - Prostataförstoring
O20.0 - Hotande missfall
O01.9 - Mola, ospecificerad
O72.1 - Blödning efter förlossning
O10.0 - Essentiell hypertoni under graviditet
O73.0 - Kvarhållen moderkaka
O80.9 - Spontanförlossning
O81.0 - Förlossning med sugklocka
O82.0 - Kejsarsnitt
O84.0 - Flerbördsförlossning, spontan
O85.9 - Barnsängsfeber
P59.9 - Gulsot hos nyfödd
R07.4 - Bröstsmärta, ospecificerad
R50.9 - Feber
R55.9 - Svimning
R57.0 - Kardiogen chock
R57.2 - Septisk chock
R65 x SIRS
R65.1 x Sepsis
R64.9 - Avmagring
R75.9 - Osäker hivserologi
R95.9 - Plötslig spädbarnsdöd
S06.00 - Commotio, utan öppet sår
S52.51 - Öppen fraktur på nedre delen av radius
S72.0 - Collumfraktur
S72.00 - Sluten collumfraktur
T02.90 - Frakturer på flera kroppsregioner
T39.1 - Förgiftning med paracetamol
T50.9 - Förgiftning med andra läkemedel
T51.0 - Toxisk effekt av etanol
T81.4 - Infektion efter kirurgiskt ingrepp
T81.8 - Annan komplikation till ingrepp
T88.1 - Annan komplikation efter vaccination
T90.5 x Sena effekter av intrakraniell skada
U09.9 x Postinfektiöst tillstånd efter covid-19
U07.1 - Covid-19, virus påvisat
U07.2 - Covid-19, virus ej påvisat
U08.9 - Covid-19 i anamnesen
U11.9 - Kontakt för vaccination
U12.9 - Vaccin mot covid-19 som orsak till ogynnsam effekt
U82.1 x Resistens mot meticillin
U82.2 x ESBL
U82.2A x ESBL-A
U82.2W x ESBL av annan typ
U98.1 x Hjärtinfarkt, typ 1
U99.9 - Diagnosinformation saknas
V43.5 x Förare skadad i trafikolycka
V43.59 x Förare skadad i trafikolycka, ospecificerad aktivitet
W01 x Fall i samma plan
W01.0 x Fall i samma plan, bostad
W01.09 x Fall i samma plan, bostad, ospecificerad aktivitet
X44.0 x Förgiftningsolycka, bostad
X60.09 x Avsiktlig förgiftning med smärtlindrande medel, bostad
X44.09 x Förgiftningsolycka, bostad, ospecificerad aktivitet
X44.99 x Förgiftningsolycka, ospecificerad plats
X64.99 x Avsiktlig självdestruktiv förgiftning, ospecificerad plats
X45.09 x Alkoholförgiftning, bostad, ospecificerad aktivitet
X64.09 x Avsiktlig självdestruktiv förgiftning, bostad, ospecificerad aktivitet
Y45.3 x Andra icke-steroida antiinflammatoriska medel
Y57.9 x Läkemedel som orsak till ogynnsam effekt
Y83.9 x Kirurgisk åtgärd som orsak
Z00.1 - Hälsokontroll av barn
Y83.9 x Kirurgiskt ingrepp som orsak
Z03.4 - Observation för misstänkt hjärtinfarkt
Z03.9 - Observation för misstänkt sjukdom
Z09.9 - Kontroll efter behandling
Z21.9 - Asymtomatisk hiv
Z28.2 x Vaccination ej genomförd
Z34.0 - Övervakning av normal graviditet
Z35.0 - Övervakning av riskgraviditet
Z37 x Förlossningsutfall
Z37.0 x Enkelbörd, levande född
Z37.2 x Tvillingar, båda levande födda
Z38.0 - Enkelbörd, född på sjukhus
Z39.0 - Vård efter förlossningen
Z39.0A - Vård efter okomplicerad vaginal förlossning
Z47.0 - Borttagande av osteosyntesmaterial
Z51.1 - Cytostatikabehandling
Z85.3 - Bröstcancer i anamnesen
Z76.0 ^ Utfärdande av recept
"""
_NOTES = {
    "I10": (Note(NoteKind.EXCLUDES, "Hypertoni i hjärnans kärl (I60-I69)", ("I60-I69",)),),
    "K81.9": (Note(NoteKind.EXCLUDES, "Med gallsten (K80.-)", ("K80",)),),
    "M81.9": (Note(NoteKind.EXCLUDES, "Med patologisk fraktur (M80.-)", ("M80",)),),
    "N30.0": (
        Note(
            NoteKind.CODING,
            "Tilläggskod (B95-B98) kan användas för att ange smittämne.",
            ("B95-B98",),
        ),
    ),
}
_KVA = """
AF063 - Kontroll
DA024 - ECT
DT116 - Cytostatika, intravenöst
DT016 - Läkemedel i ven
DT036 - Oxytocin för igångsättning
DT037 - Oxytocin för värkstimulering
DU045 - Uppföljningssamtal
DV071 - Strålbehandling
DV097 - Palliativ vård
AG020 - Datortomografi, lungor
DR016 - Hemodialys, kronisk
DR055 - Citratdialys
DV023 - ECMO
DV100 - ECMO, respiratorisk
FXL10 - Extrakorporeal VAD
GA002 - Extra tillsyn
NGD11 - Partiell excision av menisk
XV012 - Läkemedelsgenomgång
XV027 - Senare kod
ZX102 - 2 åtgärder med samma kod
ZX602 - 2 mindre åtgärder med samma kod
ZXB10 - Medialt
ZXH60 - Generell anestesi
SA100 - Generell anestesi
NFB49 - Höftledsplastik
HAC20 - Mastektomi
MAE00 - Vakuumextraktion
MAE20 - Försök till vakuumextraktion
MCA10 - Kejsarsnitt
NGU49 - Borttagande av fixationsmaterial
NGB49 - Knäledsplastik
SP999 - Annan anestesi
XU000 - Fastspänning av vuxen
XU003 - Längre fastspänning
XU007 - Fastspänning av minderårig, högst en timme
XU010 - Avskiljande av vuxen
XU017 - Avskiljande av minderårig
XU021 - Läkemedel under fastspänning
XS009 - Konsultation under vårdtillfälle
XS012 - Rådgivning per telefon
XV014 - Extravak
ZV037 - I narkos
ZV229 - Under fasthållande
ZV300 - I smärtlindrande syfte
ZV400 - I palliativt syfte
ZXA05 - Vänster sida
ZXA10 - Båda sidor
ZXD00 - Akut operation
ZXD10 - Elektiv operation
JEA01 - Laparoskopisk appendektomi
ZXA00 - Höger sida
"""
_ATC = """
H01BB02 - Oxytocin
J01CA04 - Amoxicillin
J07BN01 - Vaccin mot covid-19
M01AE01 - Ibuprofen
N02BE01 - Paracetamol
N05BA01 - Diazepam
"""


def _level(system: CodeSystem, code: str) -> Level:
    if system is not CodeSystem.ICD10SE:
        return Level.ITEM
    if "-" in code:
        return Level.BLOCK
    by_length = {2: Level.CHAPTER, 3: Level.CATEGORY, 5: Level.SUBCATEGORY}
    return by_length.get(len(code), Level.EXTENSION)


def _parent(code: str, codes: list[str]) -> str | None:
    return max((c for c in codes if c != code and code.startswith(c)), key=len, default=None)


def _concepts(system: CodeSystem, text: str) -> list[Concept]:
    rows = [line.split(maxsplit=2) for line in text.strip().splitlines()]
    codes = [code for code, _, _ in rows]
    return [
        Concept(
            system,
            code,
            title,
            _level(system, code),
            _parent(code, codes),
            mark=Mark(flag) if flag in "†*" else Mark.NONE,
            may_be_principal=flag != "x",
            is_leaf=not any(other != code and other.startswith(code) for other in codes),
            valid_from=date(2030, 1, 1) if flag == "^" else None,
            notes=_NOTES.get(code, ()),
        )
        for code, flag, title in rows
    ]


def _books(*, is_starter: bool, outside: tuple[CodeSystem, ...] = ()) -> Codebooks:
    valid = Period(date(2022, 1, 1))
    names = ((CodeSystem.ICD10SE, _ICD), (CodeSystem.KVA, _KVA), (CodeSystem.ATC, _ATC))
    editions = [
        MemoryCodebook(
            Edition(f"{system}-prov", system, "Prov", "2022", valid, is_starter=is_starter),
            _concepts(system, text),
        )
        for system, text in names
    ]
    return replace(Codebooks(*editions), outside=outside)


@pytest.fixture(scope="session")
def official() -> Codebooks:
    """Official editions that cover every day of the examples."""
    return _books(is_starter=False)


@pytest.fixture(scope="session")
def starter() -> Codebooks:
    return _books(is_starter=True)


@pytest.fixture(scope="session")
def outside() -> Codebooks:
    """Official editions, none of which covers the day."""
    return _books(is_starter=False, outside=tuple(CodeSystem))


@pytest.fixture(scope="session")
def books_for(
    official: Codebooks, starter: Codebooks, outside: Codebooks
) -> Callable[[Assumes], Codebooks]:
    by_need = {Assumes.OFFICIAL: official, Assumes.STARTER: starter, Assumes.OUTSIDE: outside}
    return by_need.__getitem__


@pytest.fixture(scope="session")
def practice() -> Codebooks:
    """The practice edition that ships with the program."""
    readers, folder = FileReaders(ROOT / "resources"), ROOT / "codebooks" / "starter"
    loaded = {
        edition.system: MemoryCodebook(edition, readers.read(starter_file(folder, edition)))
        for edition in starter_editions(folder)
    }
    return Codebooks(loaded[CodeSystem.ICD10SE], loaded[CodeSystem.KVA], loaded[CodeSystem.ATC])
