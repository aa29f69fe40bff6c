"""Questions and answers as simple marked-up text; everything that was written is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from html import escape

from app.domain.clinician_query import About, ClinicianQuery, QueryState, Standing
from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Encounter
from app.domain.query_difference import SinceAsked
from app.domain.record import CareRecord
from ui.presenters.word_difference import mark_words

#: Characters shown on each side of a phrase.
_AROUND = 160
_NOTHING = "<i>inget</i>"
_STANDING = {
    Standing.HERE: "",
    Standing.ELSEWHERE: "hör inte längre till enheten",
    Standing.GONE: "har slutat",
}


def recipient_name(query: ClinicianQuery) -> str:
    """Return to whom a question is put."""
    return query.asked_to.name or f"alla behandlare, {query.unit}"


def recipient_line(query: ClinicianQuery, standing: Standing) -> str:
    """Return to whom a question is put, and whether that person has left."""
    said = _STANDING[standing]
    return f"{recipient_name(query)} – {said}" if said else recipient_name(query)


def about_line(about: About) -> str:
    """Return what a question is about, on a line."""
    if about.phrase:
        return f"Om: ”{about.phrase}”"
    if about.rule_id:
        named = " ".join((about.rule_id, *about.codes))
        return f"Om anmärkningen {named}: {about.message}"
    return "Om händelsen i stort"


def preview_html(query: ClinicianQuery) -> str:
    """Return a question as the clinician will see it."""
    return (
        f"<p><b>Till:</b> {escape(recipient_name(query))}<br>"
        f"<b>Från:</b> {escape(query.asked_by.name)}<br>"
        f"<b>Svar senast:</b> {query.due}<br>{escape(about_line(query.about))}</p>"
        f"<p>{written_html(query.question) or '<i>Ingen fråga skriven än.</i>'}</p>"
    )


def exchange_html(query: ClinicianQuery, since: SinceAsked) -> str:
    """Return a question, its answer, and what changed between them and now."""
    asked = f"{query.asked_at:%Y-%m-%d} {query.asked_by.name} → {recipient_name(query)}"
    head = f"<p><small>{escape(asked)}</small><br>{escape(about_line(query.about))}</p>"
    question = f"<p><b>Fråga</b><br>{written_html(query.question)}</p>"
    is_answered = query.answered_at is not None
    parts = (answer_html(query), question) if is_answered else (question, answer_html(query))
    return f"{head}{''.join(parts)}{since_html(since)}<hr>"


def since_html(since: SinceAsked) -> str:
    """Tell what changed since the question was put."""
    if since.is_empty:
        return "<p><small>Journal och koder är desamma som när frågan ställdes.</small></p>"
    told = [
        ("Nya koder", ", ".join(since.added)),
        ("Borttagna koder", ", ".join(since.removed)),
        ("Nya anteckningar", ", ".join(since.new_notes)),
        ("Anteckningar som flyttats eller tagits bort", ", ".join(since.gone_notes)),
    ]
    rows = "".join(f"<li>{name}: {escape(text)}</li>" for name, text in told if text)
    changes = "".join(
        f"<li>Ändrad anteckning {escape(change.title)}: {_change(change.before, change.after)}</li>"
        for change in since.changed_notes
    )
    return f"<p><b>Ändrat sedan frågan ställdes</b></p><ul>{rows}{changes}</ul>"


def event_html(encounter: Encounter, titles: Mapping[str, str]) -> str:
    """Tell which event a question is about: patient, place, time and codes."""
    patient = encounter.patient
    start = encounter.start.strftime("%Y-%m-%d %H:%M") if encounter.start else "okänd start"
    end = encounter.end.strftime("%Y-%m-%d %H:%M") if encounter.end else "pågår"
    head = (
        f"<p><b>{escape(patient.shown_name)}</b> {escape(patient.shown_number)}<br>"
        f"{escape(encounter.unit.label)} · {escape(encounter.encounter_type.value)}<br>"
        f"{start} – {end}</p>"
    )
    codes = "".join(
        f"<li>{escape(each.code)} {escape(titles.get(each.code, ''))}</li>"
        for each in assigned_codes(encounter)
    )
    return head + (f"<p><b>Koder nu</b></p><ul>{codes}</ul>" if codes else "<p>Inga koder än.</p>")


def phrase_html(about: About, record: CareRecord) -> str:
    """Show a phrase in the note where it stands, or say that it is there no longer."""
    if not about.phrase:
        return ""
    note = next((doc for doc in record.documents if doc.id == about.document_id), None)
    text = " ".join(note.text.split()) if note is not None else ""
    at = text.find(about.phrase)
    if note is None or at < 0:
        gone = "Texten står inte längre så i händelsens journal."
        return f"<p>”{escape(about.phrase)}”<br><small>{gone}</small></p>"
    end = at + len(about.phrase)
    before, after = text[max(0, at - _AROUND) : at], text[end : end + _AROUND]
    dots = ("… " if at > _AROUND else "", " …" if end + _AROUND < len(text) else "")
    shown = f"{dots[0]}{escape(before)}<b>{escape(about.phrase)}</b>{escape(after)}{dots[1]}"
    return f"<p><b>{escape(note.title)}</b><br>{shown}</p>"


def written_html(text: str) -> str:
    """Return what somebody wrote, escaped, line for line."""
    return escape(text).replace("\n", "<br>")


def answer_html(query: ClinicianQuery) -> str:
    """Return the answer with who gave it and when, or that there is none."""
    if query.state is QueryState.WITHDRAWN:
        return "<p><i>Frågan är tillbakatagen.</i></p>"
    if query.answered_at is None:
        return f"<p><i>Inget svar än; väntas senast {query.due}.</i></p>"
    by = f"{query.answered_by.name} {query.answered_at:%Y-%m-%d %H:%M}"
    late = "<br><b>Svaret kom efter signeringen.</b>" if query.is_late else ""
    text = f"<br>{written_html(query.answer)}" if query.answer else ""
    words = f"<br>Diagnos i ord: {escape(query.diagnosis_text)}" if query.diagnosis_text else ""
    return f"<p><b>Svar</b> <small>{escape(by)}</small>{late}{text}{words}</p>"


def _change(before: str, after: str) -> str:
    """Show the lines that differ, with the words that differ marked."""
    old, new = before.splitlines(), after.splitlines()
    told = []
    for act, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act != "equal":
            was, now = mark_words("\n".join(old[i1:i2]), "\n".join(new[j1:j2]))
            told.append(f"<br><small>Före: {was or _NOTHING}<br>Nu: {now or _NOTHING}</small>")
    return "".join(told)
