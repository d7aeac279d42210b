"""A call-back's row and its task (task.py), one from the other."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from telehealth.db import Session
from telehealth.duty import task
from telehealth.duty.ladder import LastResort
from telehealth.duty.models import Callback
from telehealth.duty.task import Task


async def database_now(session: Session) -> datetime:
    """The database's clock at this instant."""
    instant: datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
    return instant


def task_of(row: Callback) -> Task:
    """The row as the pure rules see it."""
    return Task(
        task.State(row.state),
        due_at=row.due_at or row.created_at,
        deputy_at=row.deputy_at or row.created_at,
        remind_every=timedelta(seconds=row.remind_every),
        alert_at=row.alert_at,
        acknowledged_at=row.acknowledged_at,
        claimed_at=row.claimed_at,
    )


def moment(stands: Task) -> dict[str, Any]:
    """The columns that move with the task."""
    return {
        "state": stands.state.value,
        "due_at": stands.due_at,
        "alert_at": stands.alert_at,
        "acknowledged_at": stands.acknowledged_at,
        "claimed_at": stands.claimed_at,
    }


def columns(stands: Task, resort: LastResort) -> dict[str, Any]:
    """The columns of a new task: when, and who answers for it."""
    return {
        **moment(stands),
        "deputy_at": stands.deputy_at,
        "remind_every": int(stands.remind_every.total_seconds()),
        "owner_account": resort.owner,
        "deputy_account": resort.deputy,
    }
