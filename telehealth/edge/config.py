"""What every page must know before anybody signs in."""

from aiohttp import web

from telehealth.endpoint import Shape, settings
from telehealth.patients.consents import CURRENT_TEXT


class ConsentText(Shape):
    """The sentence in force; a consent names its version."""

    version: str
    vi: str
    en: str


class PublicConfig(Shape):
    """Settings that are no secret."""

    product_name: str
    demo: bool
    consent: ConsentText
    sms_countries: list[str]


async def read(request: web.Request) -> PublicConfig:
    """What the pages need to know before anybody signs in."""
    chosen = settings(request)
    return PublicConfig(
        product_name=chosen.product_name,
        demo=chosen.demo,
        consent=ConsentText(version=CURRENT_TEXT.version, vi=CURRENT_TEXT.vi, en=CURRENT_TEXT.en),
        sms_countries=list(chosen.sms_countries),
    )
