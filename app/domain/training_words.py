"""Words that de-identifying knows: invented names, places that give a person away, eponyms."""

from __future__ import annotations

from app.domain.patient import Sex

GIVEN = {
    Sex.FEMALE: ("Ylva", "Disa", "Tyra", "Sanna", "Vendela", "Jorun", "Signe", "Malva"),
    Sex.MALE: ("Sixten", "Tage", "Vidar", "Jerker", "Orvar", "Melker", "Sune", "Folke"),
    Sex.UNKNOWN: ("Kim", "Robin", "Love", "Charlie"),
}
SURNAMES = ("Övningsson", "Provberg", "Testlund", "Exempelqvist", "Demostrand", "Lärlind")

#: Beginnings of names that are no names.
PARTICLES = frozenset({"von", "van", "der", "den", "de", "af", "av", "al", "el", "da", "di", "la"})

#: Names that are words too: taken for the patient's only with a capital inside a sentence.
ALSO_WORDS = frozenset({
    "inga", "sten", "dag", "stig", "bo", "björn", "maj", "liv", "tor", "mark", "saga", "hjördis",
    "berg", "ek", "lind", "alm", "falk", "ström", "blad", "gran", "kvist", "rask", "stark",
    "lång", "ung", "frisk", "kall", "holm", "bäck", "sjö", "dahl", "dal", "sand", "hed", "å",
    "pojke", "flicka", "barn", "son", "dotter", "man", "kvinna", "rosa", "lilja", "viola",
    "iris", "vår", "gala", "ros", "fors", "lund", "hall", "vik", "ask", "lov", "love", "sol",
    "storm", "jord", "hav", "ny", "nya", "kim", "rut", "smed", "kock", "ris", "rot", "vass",
})  # fmt: skip

#: Before a name that is not the patient's: staff and those close to the patient.
TITLES = (
    "doktor", "dr", "överläkare", "specialistläkare", "distriktsläkare", "st-läkare",
    "underläkare", "läkare", "sjuksköterska", "ssk", "undersköterska", "usk", "barnmorska",
    "kurator", "fysioterapeut", "sjukgymnast", "arbetsterapeut", "psykolog", "dietist",
    "logoped", "handläggare", "sonen", "dottern", "maken", "makan", "hustrun", "frun",
    "sambon", "systern", "brodern", "mamman", "pappan", "mamma", "pappa", "modern", "fadern",
    "grannen", "kontaktperson", "god man", "närstående", "anhörig", "kollega",
)  # fmt: skip

#: Towns and regions; a note that names one tells where somebody lives or was cared for.
TOWNS = (
    "Alingsås", "Arvika", "Blekinge", "Boden", "Bollnäs", "Borlänge", "Borås", "Dalarna",
    "Danderyd", "Enköping", "Eskilstuna", "Eslöv", "Falkenberg", "Falköping", "Falun",
    "Gotland", "Gällivare", "Gävle", "Göteborg", "Halland", "Halmstad", "Haparanda",
    "Helsingborg", "Huddinge", "Hudiksvall", "Härnösand", "Hässleholm", "Höglandet",
    "Jämtland", "Jönköping", "Kalix", "Kalmar", "Karlshamn", "Karlskoga", "Karlskrona",
    "Karlstad", "Katrineholm", "Kiruna", "Kristianstad", "Kristinehamn", "Kronoberg",
    "Kungsbacka", "Kungälv", "Köping", "Landskrona", "Lidköping", "Lindesberg", "Linköping",
    "Ljungby", "Ludvika", "Luleå", "Lund", "Lycksele", "Malmö", "Mariestad", "Mora", "Motala",
    "Mölndal", "Norrbotten", "Norrköping", "Norrtälje", "Nyköping", "Nässjö", "Oskarshamn",
    "Piteå", "Sandviken", "Skaraborg", "Skellefteå", "Skåne", "Skövde", "Sollefteå", "Solna",
    "Stockholm", "Strömstad", "Sundsvall", "Söderhamn", "Södertälje", "Sörmland", "Torsby",
    "Trelleborg", "Trollhättan", "Täby", "Uddevalla", "Umeå", "Uppsala", "Varberg",
    "Visby", "Värmland", "Värnamo", "Västerbotten", "Västernorrland", "Västervik", "Västerås",
    "Växjö", "Ystad", "Ängelholm", "Örebro", "Örnsköldsvik", "Östergötland", "Östersund",
)  # fmt: skip

#: Capitals inside a sentence that name no person: eponyms, months are not capitals in Swedish.
KNOWN_CAPITALS = frozenset({
    "Alzheimer", "Alzheimers", "Parkinson", "Parkinsons", "Crohn", "Crohns", "Basedow",
    "Addison", "Addisons", "Cushing", "Cushings", "Hodgkin", "Hodgkins", "Bechterew", "Sjögren",
    "Sjögrens", "Raynaud", "Wernicke", "Babinski", "Lasègue", "Grassets", "Romberg", "Doppler",
    "Holter", "Glasgow", "Barthel", "Foley", "Kerley", "Wenckebach", "Mobitz", "Colles",
    "Pfannenstiel", "Apgar", "Ménière", "Barrett", "Barretts", "Wegener", "Reye", "Down",
    "Downs", "Turner", "Duchenne", "Guillain", "Barré", "Dupuytren", "Achilles", "Gleason",
    "Bence", "Jones", "Coombs", "Mantoux", "Helicobacter", "Staphylococcus", "Streptococcus",
    "Escherichia", "Klebsiella", "Pseudomonas", "Clostridioides", "Enterococcus", "Proteus",
    "Covid", "Epstein", "Sverige", "Svenska", "Socialtjänsten", "Försäkringskassan",
})  # fmt: skip

#: Before d/m that is a score and no day: VAS 5/10.
SCORES = frozenset({
    "vas", "nrs", "gcs", "rls", "mmse", "moca", "visus", "syn", "synskärpa", "poäng", "skala",
    "apgar", "muskelstyrka", "kraft", "styrka", "blåsljud", "av", "blodtryck", "bt", "peth",
})  # fmt: skip

#: Words of a unit's name that say what care it gives and not where it lies.
UNIT_KINDS = {
    "ortoped": "Ortopedavdelningen",
    "kirurg": "Kirurgavdelningen",
    "medicin": "Medicinavdelningen",
    "hjärt": "Hjärtavdelningen",
    "kardiolog": "Hjärtavdelningen",
    "infektion": "Infektionsavdelningen",
    "förloss": "Förlossningen",
    "neonatal": "Neonatalavdelningen",
    "bb": "BB",
    "barn": "Barnavdelningen",
    "kvinno": "Kvinnokliniken",
    "gyn": "Kvinnokliniken",
    "psyk": "Psykiatriska avdelningen",
    "geriatr": "Geriatriska avdelningen",
    "onkolog": "Onkologiska avdelningen",
    "neuro": "Neurologiska avdelningen",
    "njur": "Njurmottagningen",
    "ögon": "Ögonmottagningen",
    "öron": "Öronmottagningen",
    "hud": "Hudmottagningen",
    "intensiv": "Intensivvårdsavdelningen",
    "iva": "Intensivvårdsavdelningen",
    "akut": "Akutmottagningen",
    "dagkirurg": "Dagkirurgiska enheten",
    "vårdcentral": "Vårdcentralen",
    "primärvård": "Vårdcentralen",
    "rehab": "Rehabiliteringsmottagningen",
    "urolog": "Urologmottagningen",
    "lung": "Lungmottagningen",
    "reumat": "Reumatologmottagningen",
}
OTHER_UNIT = "Övningsenheten"
