"""One push to one browser: what the push service sees, what the browser reads, and where a push never goes."""

import stat
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID, uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from pydantic import SecretStr

from telehealth.errors import Invalid
from telehealth.notify import endpoints
from telehealth.notify.push import WebPush
from telehealth.notify.sending import Handed, Result, Subscription
from telehealth.notify.vapid import Vapid
from telehealth.settings import Settings, production_faults
from tests.push_service import Browser, PushService

CALL = UUID("0198c0de-0000-7000-8000-000000000001")


@pytest.fixture
async def company() -> AsyncIterator[PushService]:
    """A push service on this machine."""
    async with PushService() as service:
        yield service


@pytest.fixture
async def push(settings: Settings) -> AsyncIterator[WebPush]:
    sender = WebPush(Vapid.load(settings), loopback=True, timeout=1.5)
    yield sender
    await sender.close()


def handed_to(browser: Browser) -> Handed:
    keys = browser.subscription["keys"]
    to = Subscription(uuid4(), browser.endpoint, keys["p256dh"], keys["auth"])
    return Handed(uuid4(), "ring", "push", CALL, None, None, 90, "a-one-time-token", to)


async def test_a_push_is_signed_urgent_short_lived_and_only_the_browser_reads_it(
    company: PushService, push: WebPush, settings: Settings
) -> None:
    phone = company.browser()
    assert await push.send(handed_to(phone)) == Result("sent")
    (pushed,) = company.taken
    assert pushed.headers["TTL"] == "90"
    assert pushed.headers["Urgency"] == "high"
    assert pushed.headers["Topic"] == CALL.hex
    assert pushed.headers["Content-Encoding"] == "aes128gcm"
    assert b"ring" not in pushed.body
    said = phone.read(pushed)
    assert (said["kind"], said["call"], said["token"]) == ("ring", str(CALL), "a-one-time-token")
    assert said["url"] == f"/doctor?call={CALL}"
    assert said["tag"] == f"call-{CALL}"


async def test_the_signature_is_this_installations_for_that_push_service_alone(
    company: PushService, push: WebPush, settings: Settings
) -> None:
    await push.send(handed_to(company.browser()))
    scheme, _, parts = company.taken[0].headers["Authorization"].partition(" ")
    token, key = (part.split("=", 1)[1] for part in parts.split(","))
    assert scheme == "vapid"
    assert key == Vapid.load(settings).public_key
    from base64 import urlsafe_b64decode

    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), urlsafe_b64decode(key + "="))
    claims = jwt.decode(token, point, algorithms=["ES256"], audience=company.origin)
    assert claims["sub"].startswith(("mailto:", "https://"))
    assert time.time() < claims["exp"] <= time.time() + 24 * 3600


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (404, Result("failed", "gone", gone=True)),
        (410, Result("failed", "gone", gone=True)),
        (429, Result("failed", "http-429", again=True)),
        (500, Result("failed", "http-500", again=True)),
        (403, Result("failed", "http-403")),
    ],
)
async def test_what_a_push_service_says_is_understood(
    company: PushService, push: WebPush, status: int, result: Result
) -> None:
    company.answer(status)
    assert await push.send(handed_to(company.browser())) == result


async def test_a_push_service_that_hangs_costs_a_second_and_is_not_called_a_success(
    company: PushService, push: WebPush
) -> None:
    company.hang()
    began = time.monotonic()
    assert await push.send(handed_to(company.browser())) == Result("unknown", "timeout")
    assert time.monotonic() - began < 10


async def test_a_redirect_is_not_followed(company: PushService, push: WebPush) -> None:
    company.answer(307, Location=f"{company.origin}/elsewhere")
    assert (await push.send(handed_to(company.browser()))).state == "failed"
    assert [pushed.path for pushed in company.taken] == ["/binh-phone"]


async def test_a_dead_address_is_tried_again(push: WebPush, company: PushService) -> None:
    phone = company.browser()
    phone.endpoint = "http://127.0.0.1:9/gone"
    assert await push.send(handed_to(phone)) == Result("failed", "unreachable", again=True)


async def test_keys_that_are_none_make_a_dead_subscription_and_no_crash(company: PushService, push: WebPush) -> None:
    handed = handed_to(company.browser())
    assert handed.subscription
    broken = replace(handed, subscription=replace(handed.subscription, p256dh="AAAA", auth="AAAA"))
    assert await push.send(broken) == Result("failed", "bad-subscription", gone=True)
    assert company.taken == []


@pytest.mark.parametrize(
    "address",
    [
        "http://push.example.vn/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.7/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:10.0.0.7]/x",
        "https://192.168.1.1/x",
        "https://localhost/x",
        "https://intranet/x",
        "https://push.example.vn:8443/x",
        "https://user:secret@push.example.vn/x",
        "ftp://push.example.vn/x",
        "https://",
        "https://[::1",
        "https://224.0.0.1/x",
    ],
)
def test_a_push_goes_only_to_the_public_internet_by_https(address: str) -> None:
    with pytest.raises(Invalid):
        endpoints.check(address, loopback=False)


def test_the_real_push_services_pass() -> None:
    for host in ("fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"):
        endpoints.check(f"https://{host}/wpush/v2/abc", loopback=False)


class Liar(endpoints.ThreadedResolver):
    """A name that points into the house."""

    async def resolve(self, host, port=0, family=0):  # type: ignore[no-untyped-def,override]
        return [{"hostname": host, "host": "10.1.2.3", "port": port, "family": family, "proto": 0, "flags": 0}]


async def test_a_public_name_with_a_private_address_is_not_connected_to() -> None:
    with pytest.raises(OSError, match="no public address"):
        await endpoints.PublicOnly(loopback=True, inner=Liar()).resolve("push.example.vn", 443)


async def test_outside_tests_not_even_this_machine(company: PushService, settings: Settings) -> None:
    sender = WebPush(Vapid.load(settings), loopback=False)
    result = await sender.send(handed_to(company.browser()))
    await sender.close()
    assert result == Result("failed", "bad-subscription", gone=True)
    assert company.taken == []
    assert any("LOOPBACK" in fault for fault in production_faults(settings.model_copy(update={"push_loopback": True})))


def test_the_key_pair_is_made_once_kept_private_and_may_be_given(settings: Settings) -> None:
    first, again = Vapid.load(settings), Vapid.load(settings)
    assert first.public_key == again.public_key
    kept = settings.data_dir / "vapid.pem"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in settings.data_dir.iterdir() if "vapid" in path.name] == ["vapid.pem"]
    other = ec.generate_private_key(ec.SECP256R1())
    from tests.push_service import plain64

    given = plain64(other.private_numbers().private_value.to_bytes(32, "big"))
    chosen = Vapid.load(settings.model_copy(update={"vapid_key": SecretStr(given)}))
    assert chosen.public_key == Vapid(other, "mailto:a@b.vn").public_key != first.public_key
    assert Vapid02.verify(chosen.authorization("https://push.example.vn", int(time.time()) + 60))
