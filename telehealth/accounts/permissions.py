"""Who may do what: roles belong to a facility, permissions to a role. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID

Audience = Literal["patient", "doctor", "clinic"]
Scope = Literal["full", "ring", "guest"]


class Role(StrEnum):
    """A role at one facility."""

    DOCTOR = "doctor"
    NURSE = "nurse"
    HEALTH_WORKER = "health_worker"
    RECEPTIONIST = "receptionist"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    DPO = "dpo"


class Permission(StrEnum):
    """Something staff may do. Patients' rights follow from who they act for, not from this table."""

    ANSWER_CALLS = "answer_calls"  # go on duty, accept, hold
    HANDLE_CALLBACKS = "handle_callbacks"  # each opens an encounter, so whoever handles one writes its note
    WRITE_NOTES = "write_notes"
    READ_NOTES = "read_notes"  # still subject to a care relation: records/access.py
    READ_IDENTITY = "read_identity"
    EDIT_IDENTITY = "edit_identity"
    VIEW_QUEUE = "view_queue"
    MANAGE_STAFF = "manage_staff"
    SET_LADDER = "set_ladder"  # whom calls ring, and who answers for call-backs
    READ_AUDIT = "read_audit"
    RING_FOR_PATIENT = "ring_for_patient"  # find or add a patient of the own commune, and call a doctor for them


P = Permission
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DOCTOR: frozenset(
        {
            P.ANSWER_CALLS,
            P.HANDLE_CALLBACKS,
            P.WRITE_NOTES,
            P.READ_NOTES,
            P.READ_IDENTITY,
            P.EDIT_IDENTITY,
            P.VIEW_QUEUE,
        }
    ),
    Role.NURSE: frozenset({P.READ_NOTES, P.READ_IDENTITY, P.EDIT_IDENTITY, P.VIEW_QUEUE}),
    Role.HEALTH_WORKER: frozenset({P.READ_IDENTITY, P.EDIT_IDENTITY, P.VIEW_QUEUE, P.RING_FOR_PATIENT}),
    Role.RECEPTIONIST: frozenset({P.READ_IDENTITY, P.EDIT_IDENTITY, P.VIEW_QUEUE}),
    Role.MANAGER: frozenset({P.VIEW_QUEUE}),
    Role.ADMINISTRATOR: frozenset({P.VIEW_QUEUE, P.MANAGE_STAFF, P.SET_LADDER}),
    Role.DPO: frozenset({P.READ_AUDIT}),
}


FITS: dict[Audience, frozenset[Role]] = {
    "patient": frozenset(),
    "doctor": frozenset({Role.DOCTOR, Role.NURSE, Role.HEALTH_WORKER}),
    "clinic": frozenset(set(Role) - {Role.DOCTOR}),
}
"""The roles that open each page. Nurses and health workers work at the station's desk as well as beside the doctor."""


@dataclass(frozen=True)
class Grant:
    """One role at one facility."""

    facility_id: UUID
    role: Role


def fits(audience: Audience, grants: Iterable[Grant]) -> bool:
    """Whether these roles open the page; patients need none."""
    return audience == "patient" or any(grant.role in FITS[audience] for grant in grants)


@dataclass(frozen=True)
class Principal:
    """Who asks: one live session and what stands behind it.

    `account_id` is None for a guest (an unverified number that may only ring). `identified`: may see what is older
    than this device (false on a recycled number).
    """

    session_id: UUID
    account_id: UUID | None
    audience: Audience
    scope: Scope
    display_name: str = ""
    phone: str | None = None
    device_id: UUID | None = None
    identified: bool = True
    practitioner_id: UUID | None = None
    grants: tuple[Grant, ...] = ()

    def may(self, permission: Permission) -> bool:
        """Whether any role of this person, at any facility, carries the permission (staff audiences only)."""
        return bool(self.facilities_for(permission))

    def facilities_for(self, permission: Permission) -> frozenset[UUID]:
        """The facilities where a role of this person carries the permission."""
        if self.audience == "patient":
            return frozenset()
        return frozenset(grant.facility_id for grant in self.grants if permission in PERMISSIONS[grant.role])
