"""Tables of what leaves the house: push subscriptions, and every attempt to reach a person."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, func, text
from sqlalchemy.orm import Mapped, mapped_column

from telehealth.accounts.models import NEW_ID
from telehealth.db import Base

NOW = func.clock_timestamp()


class PushSubscription(Base):
    """A browser that can be woken by Web Push. It lives as long as the sign-in that made it, and until the push service
    says 404 or 410 (`gone_at`)."""

    __tablename__ = "push_subscription"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    session_id: Mapped[UUID] = mapped_column(ForeignKey("login_session.id"))
    device: Mapped[str]  # the browser tab that subscribed
    endpoint: Mapped[str] = mapped_column(unique=True)
    p256dh: Mapped[str]
    auth: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="vi")  # of the notification's words
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    failed_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("language IN ('vi', 'en')", name="language"),
        Index("ix_push_subscription_account", "account_id"),
    )


class AlertRow(Base):
    """One attempt to reach one person by one channel.

        pending ──► sending ──► sent ──► delivered      (a receipt came back)
           │           ├──────► failed                  (the sender said no; `error` says why)
           │           └──────► unknown                 (nobody wrote what became of it: it may have left)
           ├──► cancelled                               (no longer wanted when it was its turn)
           └──► expired                                 (its time was over before its turn came)

    `repeat_every`: handing it over plans the next attempt. Of the one-time token in a push only the hash is kept.
    """

    __tablename__ = "alert"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    purpose: Mapped[str]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("call.id"))
    ring: Mapped[int | None]  # the ring's number within the call
    callback_id: Mapped[UUID | None] = mapped_column(ForeignKey("callback.id"))
    channel: Mapped[str]
    subscription_id: Mapped[UUID | None] = mapped_column(ForeignKey("push_subscription.id", ondelete="SET NULL"))
    phone: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default="pending")
    attempt: Mapped[int] = mapped_column(server_default="1")
    repeat_every: Mapped[timedelta | None]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    due_at: Mapped[datetime] = mapped_column(server_default=NOW)
    expires_at: Mapped[datetime]
    handed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    error: Mapped[str | None]
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    answered_at: Mapped[datetime | None]  # declined from the notification
    __table_args__ = (
        CheckConstraint(
            "purpose IN ('ring', 'knock', 'handover', 'callback', 'manager', 'test', 'taken')", name="purpose"
        ),
        CheckConstraint("channel IN ('push', 'sms', 'voice', 'page')", name="channel"),
        CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'delivered', 'failed', 'expired', 'cancelled', 'unknown')",
            name="state",
        ),
        Index("ix_alert_due", "due_at", postgresql_where=text("state = 'pending'")),
        Index("ix_alert_sending", "handed_at", postgresql_where=text("state = 'sending'")),
        Index("ix_alert_call", "call_id", "ring"),
        Index("ix_alert_callback", "callback_id", postgresql_where=text("callback_id IS NOT NULL")),
        Index("ix_alert_created", "created_at"),
    )
