"""Tables of storage: which blobs there are, their wrapped keys, and where each segment lies."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, func, text
from sqlalchemy.orm import Mapped, mapped_column

from telehealth.db import Base


class Blob(Base):
    """One encrypted thing. `received` bytes of `length` are here; without its wrapped key it can never be read again."""

    __tablename__ = "blob"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    length: Mapped[int]
    segment_size: Mapped[int]
    received: Mapped[int] = mapped_column(server_default="0")
    key_id: Mapped[str]  # the master key that wrapped it
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)  # null: shredded
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    shredded_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]  # its objects are gone from the store too
    __table_args__ = (
        CheckConstraint("received BETWEEN 0 AND length", name="received"),
        CheckConstraint("(wrapped_key IS NULL) = (shredded_at IS NOT NULL)", name="shredded_has_no_key"),
        Index(
            "ix_blob_to_remove",
            "shredded_at",
            postgresql_where=text("shredded_at IS NOT NULL AND removed_at IS NULL"),
        ),
    )


class BlobSegment(Base):
    """One segment that arrived. The key (blob, number) makes it the only one of its place; the nonce names its object."""

    __tablename__ = "blob_segment"
    blob_id: Mapped[UUID] = mapped_column(ForeignKey("blob.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
