"""Rules about tumours: growth over several sites of one organ."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.codes import CodeSet
from app.domain.finding import Severity
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.examples import example
from app.rules.needs import icd

#: Malignant tumours by site; skin is left out, where several tumours are usual, and so are bones,
#: whose digits are limbs and sides, secondary tumours and those of blood and lymph.
_SITES = CodeSet.parse("C00-C39, C47-C75")
_CATEGORY, _PLACE = 3, 4
#: Overlapping growth, and site not told.
_NO_SITE = "89"


@rule(
    rule_id="BD014",
    name="neighbouring-sites-of-one-tumour",
    severity=Severity.ADVICE,
    message="{code} och {other} är två platser i samma organ: är det en tumör, välj {overlap}.",
    explanation=(
        "Växer en tumör över två angränsande platser inom samma treställiga kategori, och går det "
        "inte att säga var den utgick från, kodas den med .8. Är utgångspunkten känd kodas den "
        "ensam. Är det två skilda tumörer är båda koderna rätt."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "kapitel 2, anmärkning 5"),
    catalogue=(83,),
    needs=icd(_SITES),
    fires_on=(example("C18.2", "C18.4"),),
    silent_on=(example("C18.2", "C18.9"), example("C18.2", "C50.9"), example("C18.8")),
)
def neighbouring_sites_of_one_tumour(case: Case) -> Iterator[Objection]:
    """Point at two sites of one category, where the category has a code for overlapping growth."""
    by_category: dict[str, dict[str, str]] = {}
    for code in sorted(case.codes_in(_SITES)):
        if len(code) > _PLACE and code[_PLACE] not in _NO_SITE:
            by_category.setdefault(code[:_CATEGORY], {}).setdefault(code[_PLACE], code)
    for category, sites in by_category.items():
        overlap = f"{category}.8"
        if len(sites) > 1 and overlap not in case.shaped_codes and _exists(case, overlap):
            one, other, *_more = sites.values()
            yield Objection((one, other), {"other": other, "overlap": overlap})


def _exists(case: Case, code: str) -> bool:
    return case.icd(code) is not None
