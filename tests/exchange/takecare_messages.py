"""Small messages in the form of TakeCare's exports, with persons of the tax agency's test list."""

from __future__ import annotations

from xml.sax.saxutils import escape

PATIENT = "189001029819"
WARD, CLINIC = "1780", "2748"


def keyword(name: str, *values: str, inner: str = "", comment: str = "") -> str:
    told = "".join(f"<Value><TextVal>{escape(value)}</TextVal></Value>" for value in values)
    comment = f"<Comment>{escape(comment)}</Comment>" if comment else ""
    name = escape(name)
    return f"<Keyword><Name>{name}</Name><TermId>1</TermId>{told}{comment}{inner}</Keyword>"


def note(
    number: int,
    moment: str,
    *,
    title: str = "Besöksanteckning",
    unit: str = CLINIC,
    content: str = "",
    profession: str = "1",
    patient: str = PATIENT,
) -> str:
    return f"""<Casenote>
<DocumentId>{patient}-{number}</DocumentId>
<DocCreatedByProfessionId>{profession}</DocCreatedByProfessionId>
<DocCreatedAtCareUnitId>{unit}</DocCreatedAtCareUnitId>
<EventDateTime>{moment}</EventDateTime>
<DocumentTitle>{title}</DocumentTitle>
<HeaderTerm>Anteckning</HeaderTerm>
<Content>{content or keyword("Bedömning", f"Text {number}")}</Content>
</Casenote>"""


def notes_message(*notes: str, patient: str = PATIENT) -> str:
    return (
        '<X2Message MsgType="Response" Method="CaseNote.CareDocumentationGet.1">\n'
        f"<CareDocumentation><PatientId>{patient}</PatientId><CaseNotes>\n"
        f"{''.join(notes)}</CaseNotes></CareDocumentation></X2Message>"
    )


def drug(
    number: int,
    *,
    atc: str = "B01AC06",
    start: str = "20240101",
    end: str = "",
    reason: str = "förebyggande",
    document: str | None = None,
) -> str:
    document = f"{PATIENT}-{number}" if document is None else document
    return f"""<Medication><DocumentID>{document}</DocumentID>
<ExternalStartDate></ExternalStartDate>
<Prescription><TreatmentReason>{reason}</TreatmentReason><Instruction></Instruction>
<FirstDoseDate>{start}</FirstDoseDate><LastDoseDate>{end}</LastDoseDate></Prescription>
<Drugs><Drug><Row>1</Row><PreparationText>Trombyl</PreparationText><DoseForm>Tablett</DoseForm>
<ATCCode>{atc}</ATCCode><ATCName>Acetylsalicylsyra</ATCName>
<InternalArticleStrength>75 mg</InternalArticleStrength></Drug></Drugs>
<Days><Day><DosageInstruction>&lt;1 tablett på morgonen&gt;</DosageInstruction></Day></Days>
</Medication>"""


def medications_message(*drugs: str, patient: str = PATIENT) -> str:
    return (
        '<X2Message MsgType="Response" Method="Medications.MedicationHistoryGet.1">\n'
        f"<PatientID>\n   <ID>{patient}</ID>\n</PatientID>\n"
        f"<Medications>{''.join(drugs)}</Medications></X2Message>"
    )


def as_exported(text: str) -> bytes:
    """UTF-16LE with byte order mark, as the exports are."""
    return b"\xff\xfe" + text.encode("utf-16-le")
