"""Open call-backs on the clinic's page: due when, and who answers for them. No name, no number, no complaint."""

from uuid import UUID

from sqlalchemy import select

from telehealth.accounts.directory import practitioner_views
from telehealth.accounts.models import Account
from telehealth.accounts.shapes import PractitionerView
from telehealth.db import Session
from telehealth.duty import callbacks
from telehealth.duty.models import Callback
from telehealth.patients import service as patients
from telehealth.patients.shapes import PatientView
from telehealth.reports.labels import label
from telehealth.reports.shapes import OwedCall


async def owed(session: Session, province: str, me: UUID | None) -> list[OwedCall]:
    """What is open, the most urgent first; `me` is the account that looks."""
    rows = await callbacks.pending(session, province)
    people = await patients.views(session, (row.patient_id for row in rows))
    takers = await practitioner_views(session, {row.claimed_by for row in rows if row.claimed_by})
    names = await _names(session, rows)
    return [_owed(row, people, takers, names, me) for row in rows]


async def _names(session: Session, rows: list[Callback]) -> dict[UUID | None, str]:
    accounts = {one for row in rows for one in (row.owner_account, row.deputy_account, row.acknowledged_by) if one}
    found = await session.execute(select(Account.id, Account.display_name).where(Account.id.in_(accounts)))
    return {one.id: one.display_name for one in found}


def _owed(
    row: Callback,
    people: dict[UUID, PatientView],
    takers: dict[UUID, PractitionerView],
    names: dict[UUID | None, str],
    me: UUID | None,
) -> OwedCall:
    return OwedCall(
        id=row.id,
        call_id=row.call_id,
        patient_label=label(people.get(row.patient_id) if row.patient_id else None),
        source=row.source,
        state=row.state,
        priority=row.priority,
        created_at=row.created_at,
        due_at=row.due_at,
        owner_name=names.get(row.owner_account, ""),
        deputy_name=names.get(row.deputy_account, ""),
        deputy_at=row.deputy_at,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=names.get(row.acknowledged_by, "") if row.acknowledged_at else "",
        claimed_by=takers.get(row.claimed_by) if row.claimed_by else None,
        attempts=row.attempts,
        mine=me is not None and me in (row.owner_account, row.deputy_account),
    )
