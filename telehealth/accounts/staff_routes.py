"""Staff sign in, and administrators give and take roles."""

import asyncio

from aiohttp import web

from telehealth.accounts import cookies, devices, passwords, phones, roles, signing_in, staff
from telehealth.accounts.models import Device
from telehealth.accounts.pace import keep_pace
from telehealth.accounts.shapes import NewRole, StaffEntry, StaffList, StaffMember, StaffPhone
from telehealth.endpoint import path_id, principal, settings, transaction
from telehealth.errors import Denied, Unidentified

# argon2 takes 64 MiB and about 50 ms a password: strangers may queue, they may not exhaust the machine.
_HASHING = asyncio.Semaphore(2)


async def sign_in(request: web.Request, body: StaffEntry) -> web.Response:
    """POST /api/auth/staff: login, password and TOTP; one answer for everything that does not fit."""
    await keep_pace(request)
    async with transaction(request) as session:
        device = await devices.find(session, settings(request), cookies.device(request))
        attempt = await staff.begin(session, settings(request), body.login, device)
    async with _HASHING:  # no transaction is open while this waits
        fits = await asyncio.to_thread(passwords.verify, attempt.password_hash, body.password)
    result = await _finish(request, body, attempt, fits, device)
    return signing_in.answer(request, result)


async def list_staff(request: web.Request) -> StaffList:
    """GET /api/staff"""
    async with transaction(request) as session:
        return StaffList(staff=await roles.staff_of(session, principal(request)))


async def grant_role(request: web.Request, body: NewRole) -> StaffMember:
    """POST /api/staff/roles"""
    async with transaction(request) as session:
        refusal = await roles.judge_grant(session, principal(request), body)
        if refusal is None:
            return await roles.grant(session, principal(request), body)
    raise refusal  # after commit, so that the audit row stays


async def revoke_role(request: web.Request) -> None:
    """DELETE /api/staff/roles/{id}"""
    async with transaction(request) as session:
        refusal = await roles.judge_revoke(session, principal(request), path_id(request))
        if refusal is None:
            await roles.revoke(session, principal(request), path_id(request))
    if refusal is not None:
        raise refusal


async def set_phone(request: web.Request, body: StaffPhone) -> StaffMember:
    """POST /api/staff/phone"""
    phone = phones.normalize(body.phone, settings(request).sms_countries) if body.phone else None
    async with transaction(request) as session:
        return await roles.set_phone(session, principal(request), body.account_id, phone)


async def reidentify(request: web.Request) -> None:
    """POST /api/staff/reidentify/{account_id}: staff have made sure who answers a recycled number."""
    async with transaction(request) as session:
        await roles.reidentify(session, principal(request), path_id(request, "account_id"))


async def _finish(
    request: web.Request, body: StaffEntry, attempt: staff.Attempt, password_fits: bool, device: Device | None
) -> signing_in.Ready:
    result = None
    async with transaction(request) as session:
        proved = await staff.finish(session, settings(request), attempt, password_fits=password_fits, typed=body.totp)
        if proved and attempt.account_id:
            seen = await devices.remember_staff(session, settings(request), device, attempt.account_id)
            opened = await staff.open_for(session, attempt.account_id, body.audience, seen.device.id)
            result = await signing_in.start(session, request, opened, seen) if opened else None
    if not proved:
        raise Unidentified("wrong-sign-in", "Login, password or code do not fit.")
    if result is None:
        raise Denied("role-needed", "None of your roles opens this page.")
    return result
