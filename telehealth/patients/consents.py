"""Consent to remote care: one sentence, one tap, never pre-ticked, never in the way of the call.

The sentences are data (consent_texts.json), each with a version, a source and the state of its sign-off. A consent that
could not be asked ("cấp cứu, chưa lấy được sự đồng ý") is recorded with the doctor's reason, and asked again later: while
latest() says 'emergency' or nothing, the page keeps asking.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from telehealth import audit
from telehealth.accounts.permissions import Principal
from telehealth.db import Session
from telehealth.errors import Denied, Invalid
from telehealth.patients.models import Consent
from telehealth.patients.shapes import ConsentGiven, ConsentView

NOBODY_ASKED = "nobody"
"""`given_by` of an emergency: nobody was able to say yes or no."""


@dataclass(frozen=True)
class ConsentText:
    """One version of the sentence. `sign_off` is shown to administrators until a clinician and a lawyer have signed."""

    version: str
    vi: str
    en: str
    source: str
    sign_off: str


def load_texts(path: Path) -> tuple[str, dict[str, ConsentText]]:
    """The current version and every version this installation has ever shown."""
    data = json.loads(path.read_text(encoding="utf-8"))
    texts = {
        entry["version"]: ConsentText(
            entry["version"], entry["vi"], entry["en"], entry["source"], entry["sign_off"]["state"]
        )
        for entry in data["texts"]
    }
    return data["current"], texts


_current, TEXTS = load_texts(Path(__file__).with_name("consent_texts.json"))
CURRENT_TEXT = TEXTS[_current]


async def give(
    session: Session, call_id: UUID, patient_id: UUID | None, who: Principal, consent: ConsentGiven
) -> ConsentView:
    """Store what the patient or relative tapped. Invalid 'consent-text' for a sentence we never showed.

    A second tap that says the same is the same consent; another decision is a row of its own, and the last one counts.
    """
    if consent.text_version not in TEXTS:
        raise Invalid("consent-text", "This consent text is not known.", field="text_version")
    before = await latest(session, call_id)
    if before and (before.decision, before.given_by, before.text_version) == (
        consent.decision,
        consent.given_by,
        consent.text_version,
    ):
        return before
    row = Consent(
        call_id=call_id,
        patient_id=patient_id,
        decision=consent.decision,
        given_by=consent.given_by,
        given_by_account=who.account_id if who.audience == "patient" else None,
        text_version=consent.text_version,
        recorded_by=who.account_id,
    )
    return await _store(session, row, who)


async def emergency(
    session: Session, call_id: UUID, patient_id: UUID | None, who: Principal, reason: str
) -> ConsentView:
    """The doctor records why consent could not be asked. The caller of this has checked the seat in the call."""
    if who.practitioner_id is None:
        raise Denied("role-needed", "Only the doctor in the call may record this.")
    row = Consent(
        call_id=call_id,
        patient_id=patient_id,
        decision="emergency",
        given_by=NOBODY_ASKED,
        text_version=CURRENT_TEXT.version,
        reason=reason,
        recorded_by=who.account_id,
    )
    return await _store(session, row, who)


async def latest(session: Session, call_id: UUID) -> ConsentView | None:
    """What counts now for this call; None: nobody has answered yet."""
    newest = select(Consent).where(Consent.call_id == call_id).order_by(Consent.at.desc(), Consent.id.desc()).limit(1)
    row = await session.scalar(newest)
    return _view(row) if row else None


async def _store(session: Session, row: Consent, who: Principal) -> ConsentView:
    session.add(row)
    await session.flush()
    await session.refresh(row)
    await audit.write(
        session,
        f"consent.{row.decision}",
        "call",
        entity_id=row.call_id,
        account_id=who.account_id,
        session_id=who.session_id,
        patient_id=row.patient_id,
        detail={"consent": str(row.id), "text_version": row.text_version},
    )
    return _view(row)


def _view(row: Consent) -> ConsentView:
    return ConsentView.model_validate(
        {
            "decision": row.decision,
            "given_by": row.given_by,
            "text_version": row.text_version,
            "reason": row.reason,
            "at": row.at,
        }
    )
