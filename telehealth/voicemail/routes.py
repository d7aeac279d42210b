"""Handlers of left messages. When one may be left is in rules.py, what is kept of it in uploads.py."""

from uuid import UUID

from aiohttp import web

from telehealth.accounts.permissions import Permission
from telehealth.calls import service
from telehealth.calls.here import must_here
from telehealth.endpoint import DATABASE, path_id, principal, settings, transaction
from telehealth.errors import Conflict, Invalid, Unavailable
from telehealth.storage import blobs
from telehealth.storage.segments import Tampered
from telehealth.storage.vault import VAULT
from telehealth.voicemail import bytes_in, hearing, playing, tidy, uploads
from telehealth.voicemail.kinds import is_what_it_says
from telehealth.voicemail.shapes import LeftMessages, LeftMessageView, NewLeftMessage, OwnMessages, UploadView
from telehealth.voicemail.uploads import Upload

P = Permission


async def begin(request: web.Request, body: NewLeftMessage) -> UploadView:
    """Begin to leave a message; the same id again goes on where it was."""
    vault = request.app[VAULT]
    if not await vault.store.has_room(body.size):
        raise Unavailable("storage-full", "There is no room for messages just now.")
    async with transaction(request) as session:
        return await uploads.begin(session, principal(request), path_id(request), body, vault.keys)


async def progress(request: web.Request) -> UploadView:
    """How far an upload is."""
    async with transaction(request) as session:
        return (await uploads.find(session, principal(request), path_id(request))).view()


async def send(request: web.Request) -> UploadView:
    """Send the next bytes: header Upload-Offset, body application/octet-stream."""
    offset, length = bytes_in.announced(request)
    async with transaction(request) as session:
        upload = await uploads.find(session, principal(request), path_id(request))
    uploads.must_be_at(upload, offset, length)
    async for piece in bytes_in.pieces(request, length, upload.blob.segment_size):
        upload = await _keep(request, upload, piece)
    return upload.view()


async def _keep(request: web.Request, upload: Upload, piece: bytes) -> Upload:
    """One piece: judged, encrypted, stored, and only then counted."""
    vault, number = request.app[VAULT], upload.blob.received // upload.blob.segment_size
    if number == 0 and not is_what_it_says(piece, upload.message.media_type):
        raise Invalid("type-refused", "This is no recording of the type it was announced as.")
    try:
        nonce = await vault.put(upload.blob, number, piece)
    except Tampered:  # given up by another tab while these bytes were on their way
        raise Conflict("wrong-offset", "This upload was given up.", offset=upload.blob.received) from None
    async with transaction(request) as session:
        kept = await uploads.keep(session, principal(request), upload, number, nonce)
    if kept is None:
        await vault.drop(upload.blob, number, nonce)
        await _tell_where(request, upload.message.id)
    assert kept is not None
    return kept


async def _tell_where(request: web.Request, message_id: UUID) -> None:
    async with transaction(request) as session:
        now = await uploads.find(session, principal(request), message_id)
    raise Conflict("wrong-offset", "Go on at the offset given.", offset=now.blob.received)


async def drop(request: web.Request) -> None:
    """Give up an upload that is not whole."""
    async with transaction(request) as session:
        await uploads.drop(session, principal(request), path_id(request))
    await tidy.remove_shredded(request.app[DATABASE], request.app[VAULT])


async def of_call(request: web.Request) -> OwnMessages:
    """The caller's own messages of one call, and whether another may be left."""
    async with transaction(request) as session:
        return await hearing.of_call(session, principal(request), path_id(request))


async def of_open_callbacks(request: web.Request) -> LeftMessages:
    """The messages beside the open call-backs."""
    province = settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, principal(request), P.HANDLE_CALLBACKS, province)
        return await hearing.of_open_callbacks(session, province)


async def heard(request: web.Request) -> LeftMessageView:
    """ "Đã nghe"."""
    who, province = principal(request), settings(request).province_code
    service.clinician(who)
    async with transaction(request) as session:
        await must_here(session, who, P.HANDLE_CALLBACKS, province)
        return await hearing.mark_heard(session, who, path_id(request), province)


async def play(request: web.Request) -> web.StreamResponse:
    """The recording itself, whole or a range of it. Every listening, and every refusal, is in the audit log first."""
    async with transaction(request) as session:
        judged = await hearing.hear(session, principal(request), path_id(request))
        nonces = await blobs.nonces(session, judged.value.blob.id) if judged.value else {}
    upload = judged.answer()
    return await playing.stream(request, request.app[VAULT], upload, nonces)
