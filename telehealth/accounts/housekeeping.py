"""What accounts need not keep: every hour, in the process that happens to look first."""

from sqlalchemy import text

from telehealth.accounts import refresh
from telehealth.db import Session

_OLD = (
    # Limits look back one day; a guest's right to ring one hour.
    text("DELETE FROM login_code WHERE created_at < now() - interval '2 days'"),
    text("DELETE FROM sign_in_attempt WHERE at < now() - interval '1 day'"),
    # A month's bill can be checked; the numbers are personal data.
    text("DELETE FROM sms_message WHERE created_at < now() - interval '90 days'"),
    # Browsers that asked for a code and never entered one.
    text(
        """
        DELETE FROM device d WHERE account_id IS NULL AND created_at < now() - interval '2 days'
          AND NOT EXISTS (SELECT 1 FROM login_code c WHERE c.device_id = d.id)
          AND NOT EXISTS (SELECT 1 FROM login_session s WHERE s.device_id = d.id)
        """
    ),
)


async def forget_old(session: Session) -> None:
    """Delete codes, tries, message records, strangers' devices and refresh tokens past their use."""
    for statement in _OLD:
        await session.execute(statement)
    await refresh.forget_expired(session)
