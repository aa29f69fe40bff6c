"""What lies in the database when the pictures are taken: fictive people, and work begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from app.domain.access import Person, Role
from app.domain.clinician_query import About
from app.domain.code_set import SetScope
from app.domain.drg_tables import DefinitionTables, DrgName, FeatureRow, LogicRow, TableLayout
from app.domain.encounter import Diagnosis
from app.domain.errors import SigningBlockedError
from app.domain.local_term import LocalTermKind
from app.domain.period import Period
from app.domain.second_review import Sample
from app.domain.training import Mode
from app.domain.work_list_rule import ListOrder, WorkListRule
from app.services import access, second_review
from app.services.blind_review import blind_context
from app.services.clinician_queries import answer, ask
from app.services.code_sets import save_code_set, set_from_encounter
from app.services.coding import open_event
from app.services.context import AppContext
from app.services.demonstration import demo_key
from app.services.drg_tables import keep_tables
from app.services.local_terms import approve_terms, propose_term
from app.services.signing import sign_event
from app.services.term_checks import WrittenTerm
from app.services.training_attempts import hand_in, start_attempt
from app.services.worklist_rules import save_list
from ui.demo import EVENTS

#: The clock of the pictures stands still, so that the same program makes the same pictures.
CLOCK = datetime.fromisoformat("2025-11-20T14:00")
ASKED, ANSWERED = "demo-involuntary-psychiatric", "demo-observation-chest-pain"
_QUESTIONS = (
    (
        ASKED,
        "Har rökt cannabis dagligen",
        "Var psykosen utlöst av cannabis, eller ett skov av den kända schizofrenin?",
    ),
    (
        ANSWERED,
        "Bröstsmärta, obs hjärtinfarkt",
        "Bröstsmärtan står utan orsak i epikrisen. Bedömde ni den som muskuloskeletal?",
    ),
)
_TERMS = (
    ("kotlettbräda", "lårbenshalsbrott", "Sagt på akuten"),
    ("fnaskflimmer", "förmaksflimmer", ""),
    ("storrosslet", "lunginflammation", "Äldre journaler"),
)
_CLASS = ("Alva Ek", "Bo Lind", "Cilla Strömberg-Fernández", "Dag Öberg")
_EXERCISES = ("huvuddiagnos-pneumoni", "sepsis-urinvagar", "yttre-orsak-trappa")


def keep_what_a_coder_has(app: AppContext, person: Person) -> None:
    """Keep a list, a template, search terms, a question that was answered, and tables of DRG."""
    rule = WorkListRule(most_left=30, order=ListOrder.OLDEST)
    save_list(app, person, "Ont om tid", rule, person.id)
    for encounter_id, name in ((EVENTS[0], "Höftfraktur opererad"), (EVENTS[3], "Förlossning")):
        items = set_from_encounter(demo_key(app, encounter_id))
        save_code_set(app, person, name, items, shared=SetScope.SHARED)
    colleague = access.add_person(app, "Ida Kodare", Role.CODER)
    terms = [
        propose_term(app, colleague, WrittenTerm(term, target, None, LocalTermKind.SYNONYM, note))
        for term, target, note in _TERMS
    ]
    approve_terms(app, person, [terms[0].id])
    # Made up, as no official ones may be shown.
    keep_tables(app, _tables(), "påhittade.zip", imported_by=person.name)


def keep_questions(app: AppContext, person: Person, clinician: Person) -> None:
    """Put two questions to a clinician, of whom one has an answer."""
    due = CLOCK.date() + timedelta(days=7)
    for number, (encounter_id, phrase, text) in enumerate(_QUESTIONS):
        opened = open_event(app, encounter_id, person)
        notes = [note.id for note in opened.record.documents if phrase in note.text]
        about = About(phrase=phrase, document_id=notes[0])
        ask(app, opened.encounter, person, clinician.id, text, due, about, f"picture-{number}")
    said = "Nej, orsaken är inte klarlagd. Arbetsprov utan anmärkning."
    answer(app, "picture-1", clinician, said, codes=("R07.4",))


def keep_what_a_lead_has(app: AppContext, lead: Person) -> None:
    """Sign events as their keys say, draw a sample of them and review two."""
    coder = access.add_person(app, "Malin Kodare", Role.CODER)
    for number, encounter_id in enumerate(EVENTS[1:]):
        signer = lead if number % 2 else coder
        open_event(app, encounter_id, signer)
        try:
            sign_event(app, demo_key(app, encounter_id), signer, f"picture-{encounter_id}")
        except SigningBlockedError:
            continue  # a warning of its key waits for a reason
    state = second_review.draw_sample(app, lead, Sample("picture", "Höstens urval", percent=100))
    reviewer = access.add_person(app, "Sam Granskare", Role.CODER)
    for _round in range(2):
        _review_one(app, reviewer, state.sample.id)


def _review_one(app: AppContext, reviewer: Person, sample_id: str) -> None:
    """Code the next event of a sample anew, with one secondary diagnosis left out."""
    review = second_review.next_review(app, reviewer, sample_id)
    if review is None:
        return
    blind = blind_context(app, review.id)
    opened = open_event(blind, review.encounter_id, reviewer).encounter
    key = demo_key(app, review.encounter_id)
    coded = replace(opened, diagnoses=key.diagnoses[:-1] or key.diagnoses)
    try:
        sign_event(blind, coded, reviewer, f"picture-{review.id}")
    except SigningBlockedError:
        return  # what was left out was needed


def keep_a_class(training: AppContext) -> None:
    """Let some trainees hand in exercises, better and worse."""
    for number, trainee in enumerate(_CLASS):
        for exercise_id in _EXERCISES[: len(_EXERCISES) - number // 2]:
            attempt = start_attempt(training, exercise_id, trainee, Mode.TEST)
            with training.unit_of_work() as uow:
                laid, exercise = uow.encounters.get(attempt.id), uow.training.exercise(exercise_id)
            if laid is None or exercise is None:
                continue
            kept = max(1, len(exercise.key.diagnoses) - number)
            wanted = [
                Diagnosis(each.code.code, each.role) for each in exercise.key.diagnoses[:kept]
            ]
            hand_in(training, attempt.id, replace(laid, diagnoses=tuple(wanted)))


def _tables() -> DefinitionTables:
    """Return groups that are made up: enough for an operated hip fracture."""
    return DefinitionTables(
        TableLayout.NORDIC_DBF,
        rules=(
            LogicRow("100", "D01C", "0", mdc="08", or_proc="S", compl="1"),
            LogicRow("110", "D01E", "0", mdc="08", or_proc="S"),
            LogicRow("200", "D02N", "0", mdc="08"),
            LogicRow("900", "D99N", "9", icd="+"),
        ),
        diagnoses=(
            FeatureRow("S7200", "", "DGCAT", "08M01"),
            FeatureRow("D629", "", "COMPL", "16C01"),
            FeatureRow("D629", "", "DGCAT", "16M01"),
            FeatureRow("I482", "", "DGCAT", "05M01"),
        ),
        procedures=(
            FeatureRow("NFB19", "", "OR", "1"),
            FeatureRow("NFB19", "", "PROCPR", "08S01"),
        ),
        categories=(),
        exclusions=(),
        names=(
            DrgName("D01C", "08", "Påhittad grupp: höftoperation, komplicerad"),
            DrgName("D01E", "08", "Påhittad grupp: höftoperation, ej komplicerad"),
            DrgName("D02N", "08", "Påhittad grupp: höftskada utan operation"),
            DrgName("D99N", "99", "Påhittad grupp: övriga"),
        ),
        texts={
            "mdc": {"08": "Sjukdomar i rörelseorganen"},
            "procpro": {"08S01": "Ledprotes i höften"},
        },
        version="Påhittade tabeller 2025",
        country="SE",
        valid=Period(date(2025, 1, 1), date(2025, 12, 31)),
    )
