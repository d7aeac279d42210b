"""Phones as families type them, tries that slow down, codes of an authenticator, roles and pages."""

from uuid import UUID

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from telehealth.accounts import codes, passwords, sealing, totp
from telehealth.accounts.pace import FREE, SLOWEST, Pace
from telehealth.accounts.permissions import FITS, PERMISSIONS, Grant, Permission, Principal, Role, fits
from telehealth.accounts.phones import mask, normalize
from telehealth.accounts.staff import FREE_TRIES, wait_before
from telehealth.accounts.staff import SLOWEST as SLOWEST_TRY
from telehealth.accounts.texting import unaccented
from telehealth.errors import Invalid
from telehealth.settings import Settings

STATION, HOSPITAL, SESSION = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.mark.parametrize("typed", ["0912000001", "0912 000 001", "+84 912 000 001", "0912.000.001", " (091) 200-0001 "])
def test_lan_types_her_number_as_she_likes(typed: str) -> None:
    assert normalize(typed) == "+84912000001"


@pytest.mark.parametrize(
    "typed",
    ["", "115", "0912", "0112000001", "+1 202 555 0100", "0912000001x", "٠٩١٢٠٠٠٠٠١", "1800-FLOWERS", "+84" * 20],
)
def test_what_is_no_number_of_ours_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        normalize(typed)
    assert refused.value.code == "phone"


def test_a_landline_may_be_called_back_but_gets_no_code() -> None:
    assert normalize("0233 3852 115") == "+842333852115"
    with pytest.raises(Invalid):
        normalize("0233 3852 115", mobile=True)


def test_another_country_is_reachable_once_the_settings_say_so() -> None:
    assert normalize("+856 20 55 123 456", ("+84", "+856")) == "+8562055123456"


@given(st.text(max_size=30))
def test_no_text_breaks_the_phone_reader(typed: str) -> None:
    try:
        assert normalize(typed).startswith("+84")
    except Invalid as refused:
        assert refused.code == "phone"


def test_a_masked_number_keeps_three_digits() -> None:
    assert mask("+84912000001") == "••• ••• 001"


def test_the_message_fits_one_unaccented_sms() -> None:
    assert unaccented("Đèn Đêm, bác sĩ trực ở đây") == "Den Dem, bac si truc o day"
    words = codes.wording(Settings(public_url="https://kcb.example.vn"), "012345")
    assert words.isascii() and len(words) <= 160
    assert words.endswith("\n\n@kcb.example.vn #012345")  # the browser fills it in there, and only there
    assert "@" not in codes.wording(Settings(), "012345")


def test_tries_slow_down_and_never_stop() -> None:
    waits = [wait_before(tries) for tries in range(60)]
    assert waits[:FREE_TRIES] == [0] * FREE_TRIES
    assert waits[FREE_TRIES] > 0
    assert waits == sorted(waits)
    assert max(waits) == SLOWEST_TRY


def test_a_code_fits_one_step_before_and_after_and_no_more() -> None:
    secret, now = totp.new_secret(), 1_800_000_000.0
    for offset, accepted in [(-2, False), (-1, True), (0, True), (1, True), (2, False)]:
        step = totp.matching_step(secret, pyotp.TOTP(secret).at(int(now) + offset * totp.STEP), now)
        assert (step is not None) == accepted
        if accepted:
            assert step == int(now) // totp.STEP + offset
    assert totp.matching_step(secret, "00000a", now) is None


def test_a_crowd_behind_one_address_is_slowed_and_never_refused() -> None:
    pace = Pace()
    waits = [pace.delay("203.0.113.7", now=i / 100) for i in range(500)]
    assert waits[:FREE] == [0.0] * FREE
    assert 0 < waits[FREE] < waits[FREE + 5]
    assert max(waits) == SLOWEST
    assert pace.delay("198.51.100.1", now=5.0) == 0.0, "another address is not slowed"
    assert pace.delay("203.0.113.7", now=100.0) == 0.0, "a minute later it is forgotten"


def test_a_password_is_kept_as_argon2id_and_nobody_has_none() -> None:
    kept = passwords.hash_password("trăng sáng đêm nay")
    assert kept.startswith("$argon2id$")
    assert passwords.verify(kept, "trăng sáng đêm nay")
    assert not passwords.verify(kept, "trăng sáng đêm qua")
    assert not passwords.verify(None, "nobody has this password")
    assert not passwords.verify("broken", "x")


def test_a_sealed_secret_opens_under_the_same_secret_and_purpose_only() -> None:
    ours = Settings(secret=SecretStr("a" * 40))
    kept = sealing.seal(ours, "totp", "JBSWY3DP")
    assert "JBSWY3DP" not in kept
    assert sealing.unseal(ours, "totp", kept) == "JBSWY3DP"
    assert sealing.unseal(ours, "other", kept) is None
    assert sealing.unseal(Settings(secret=SecretStr("b" * 40)), "totp", kept) is None


def test_parts_of_a_mac_cannot_be_shifted_into_each_other() -> None:
    ours = Settings(secret=SecretStr("a" * 40))
    assert sealing.mac(ours, "p", "ab", "c") != sealing.mac(ours, "p", "a", "bc")
    assert sealing.mac(ours, "p", "a") != sealing.mac(ours, "q", "a")


def test_every_role_opens_a_page_and_not_every_page() -> None:
    assert FITS["doctor"] | FITS["clinic"] == set(Role)
    assert FITS["doctor"] & FITS["clinic"] == {Role.NURSE, Role.HEALTH_WORKER}
    assert not FITS["patient"]
    assert fits("patient", ())
    assert not fits("doctor", [Grant(STATION, Role.MANAGER)])
    assert fits("clinic", [Grant(STATION, Role.MANAGER)])


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.MANAGER, Role.ADMINISTRATOR, Role.DPO, Role.HEALTH_WORKER])
def test_these_roles_never_touch_clinical_text(role: Role) -> None:
    assert not PERMISSIONS[role] & {Permission.READ_NOTES, Permission.WRITE_NOTES, Permission.ANSWER_CALLS}


def test_a_permission_belongs_to_the_facility_of_the_role() -> None:
    tuan = Principal(
        SESSION,
        UUID(int=4),
        "clinic",
        "full",
        grants=(Grant(HOSPITAL, Role.ADMINISTRATOR), Grant(STATION, Role.MANAGER)),
    )
    assert tuan.facilities_for(Permission.MANAGE_STAFF) == {HOSPITAL}
    as_patient = Principal(SESSION, UUID(int=4), "patient", "full", grants=tuan.grants)
    assert not as_patient.may(Permission.MANAGE_STAFF)
