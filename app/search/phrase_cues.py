"""The words of a Swedish note that deny, limit or date what stands beside them."""

from __future__ import annotations

import re
from typing import Final


def _words(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{text})(?!\w)", re.IGNORECASE)


SENTENCE_END: Final = re.compile(
    r"(?<![^\n]{60})\n|\n(?!\s*[a-zåäö])|[!?;]+|(?<!\bf)(?<!\bd)(?<!\bca)(?<!\bst)(?<!\bs\.k)\.(?=\s+[A-ZÅÄÖ0-9]|\s*$|\s*\n)"
)
HEADING: Final = re.compile(r"(?:^|(?<=[.\n]))[ \t]*([A-ZÅÄÖ][\wåäöÅÄÖ /-]{1,40}?)[ \t]*:", re.M)
HISTORY_HEADING: Final = re.compile(
    r"tidigare|tid |sjukhistoria|sjukdomshistoria|bakgrundshistoria|genomgångna", re.I
)
HEREDITY_HEADING: Final = re.compile(r"h[eä]r[ei]ditet|ärftlighet|heredit", re.I)

DENIED_BEFORE: Final = _words(
    r"ingen|inga|inget|ingenting|inte|ej|icke|utan|aldrig|varken|saknar|förnekar|neg|"
    r"frånvaro av|negativ[at]? (?:för|avseende|map)|utesluter|utesluta|uteslutit|uteslutet|uteslöt|"
    r"frågeställning(?:en|ar)?:?|fråga om|frågan om|osäkert om|risk(?:en|er|erna)? för|"
    r"orolig för|oro för|rädd för|"
    r"(?:informerad|informeras|info|information) om|åter vid|söka? vid|kontakt(?:a|ar)? vid|"
    r"tål (?:ej|inte)|fri från|profylax mot|screening för|avskriv(?:er|s|its)|osannolikt med"
)
#: These only look like a denial.
NO_DENIAL: Final = _words(
    r"utan (?:anmärkning|effekt|problem|komplikation\w*|åtgärd|besvär|framgång)|"
    r"utan (?:hjälpmedel|dröjsmål)|"
    r"(?:inte|ej) (?:bara|enbart|minst|längre så|helt|så)|"
    r"(?:inte|ej) (?:kan|kunnat) uteslutas|kan (?:inte|ej) (?:helt )?(?:uteslutas|avskrivas)|"
    r"(?:inte|ej) uteslutas|(?:inte|ej) utesluta|"
    r"ing(?:en|et|a) (?:säker |större |tydlig )?"
    r"(?:effekt|förbättring|försämring|förändring|ändring|skillnad) (?:av|på|i|vid|med)"
)
DENIED_AFTER: Final = _words(
    r"utesluts|uteslutes|utesluten|uteslutet|uteslutna|uteslöts|uteslutits|uteslutas|förnekas|förnekar|saknas|"
    r"avskrivs|avskrevs|avskrivits|avskriven|osannolikt?|"
    r"neg|negativ[at]?|(?:föreligger|ses|finns|påvisas|påvisades|noteras|noterades|misstänks|"
    r"framkommer|hittas|upptäcks|utvecklades|utvecklats|bedöms|uppkom|förekommer|har) (?:inte|ej)|"
    r"(?:inte|ej) (?:påvis\w+|föreligga|föreligger|förekommit|aktuellt?|misstänk\w+|trolig\w*)|"
    r"(?:kan|kunde|kunnat|har|blev|är) (?:inte|ej) (?:kunnat )?"
    r"(?:påvis|bekräft|verifier|konstater|säkerställ|fastställ)\w+|"
    r"(?:inte|ej) (?:bekräft|verifier|konstater|säkerställ|fastställ)\w+"
)
#: What a form says behind a phrase that is its heading.
DENIED_ANSWER: Final = re.compile(
    r"\s*(?:\([^)\n]*\))?\s*:\s*(?:nej|ingen|inga|inget|ej|normal\w*|ua|u\.a|0|neg\w*)\b", re.I
)
#: Where a denial ends, and a history.
CONTRAST: Final = _words(r"men|dock|däremot|istället|i stället|fast|emellertid|utom|förutom|annars")
REASON: Final = _words(
    r"pga|p\.g\.a\.|p g a|på grund av|till följd av|trots|varför|därför|eftersom|så att|"
    r"sekundärt till|behandlas med|behandlad med|står på|medicinerar med|får|erhåller|"
    r"inkom(?:mer)? (?:med|pga|för)|"
    r"besväras av|har (?:dock|också|nu)|nu|känd|känt|tar"
)
#: What happened meanwhile is so: `ville inte leva och ångrade sig när magsmärtorna kom`. Of a
#: warning (`åter vid feber eller när bröstsmärta uppkommer`) it is not.
WHEN: Final = _words(r"när|medan")
PLAIN_DENIAL: Final = _words(r"ingen|inga|inget|ingenting|inte|ej|icke|aldrig")
NOT_BUT: Final = _words(r"(?:inte|ej|icke)\b[^,.]*?\butan")

PAST_BEFORE: Final = _words(
    r"(?<!sedan )(?<!än )tidigare|(?<!\w )tid\.?(?= )|förut|i anamnesen|anamnes på|"
    r"genomgått|genomgången|genomgångna|status (?:efter|post)|st e|st p|efter genomgången|"
    r"opererad för|opererats för|"
    r"op för|utläkt|tillfrisknat från|f d|har haft|haft|haft en|som (?:barn|liten|ung)"
)
PAST_AFTER: Final = _words(
    r"(?<!sedan )(?<!sen )(?<!våren )(?<!från )(?:19[4-9]\d|20[0-3]\d)|(?<=\s)(?<!sedan )-\d\d|"
    r"för (?:\w+|\d+) (?:år|månader|mån) sedan|(?<!sedan )(?<!än )tidigare|"
    r"som (?:barn|liten|ung|nyfödd)|i (?:barndomen|tonåren|ungdomen|barnaåren)|utläkt|"
    r"(?:19|20)\d\d"
)
SINCE: Final = _words(r"sedan(?: \w+)?|sen|från(?: \w+)?|debut|diagnostiserad|diagn|konstaterad")
#: What is known since a year is not over.
KNOWN: Final = _words(r"diagnosti[cs]erad\w*|konstaterad\w*|känd|känt|debuterade|debut")
NEVER_PAST: Final = _words(
    r"tidigare (?:frisk\w*|rökare|väsentligen|journal\w*|känd\w*|beskriv\w+|besök\w*|kontakt\w*|"
    r"läkare|prover|anteckning\w*|röntgen|bedöm\w+)|sedan tidigare|som tidigare|än tidigare"
)
STILL_ILL: Final = re.compile(
    r"\b(?:dagar|dygn|timmar|veckor|vecka|dag|igår|i går|natt|morse)\b", re.I
)
KIN: Final = _words(
    r"(?:mor|mamma|moder|far|pappa|fader|mormor|morfar|farmor|farfar|syster|bror|storebror|lillebror|"
    r"storasyster|lillasyster|syskon|halvbror|halvsyster|son|dotter|faster|moster|morbror|farbror|"
    r"kusin|föräldrar|släkten|modern|fadern|brodern|systern)"
    r"(?:ns|s)? (?:\w+ ){0,2}?"
    r"(?:med|hade|har|haft|avled|dog|död|fick|lider|insjuknade|avliden|drabba\w+)"
    r"|h[eä]r[ei]ditet(?: för)?|ärftlighet för|i släkten"
)
