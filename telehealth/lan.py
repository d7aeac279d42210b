"""Reaching a demo from a phone on the same Wi-Fi: our address there, a self-signed certificate for it, a QR code.

Browsers give camera and microphone to https pages only, so the certificate is needed; it proves nothing, and the browser
will say so once.
"""

import io
import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import segno
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from telehealth.clock import now

LIFE = timedelta(days=30)
"""Life of a certificate; phones refuse self-signed ones that last for years."""
SPARE = timedelta(days=2)


@dataclass(frozen=True)
class Certificate:
    """Paths of a certificate and its key (PEM)."""

    cert: Path
    key: Path


def lan_address() -> str:
    """Our IPv4 address as the local network sees it (connecting a UDP socket chooses a route and sends nothing)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def certificate(folder: Path, address: str) -> Certificate:
    """The certificate for this address, kept in `folder`; made anew when the address moved or its end is near."""
    files = Certificate(folder / "lan-cert.pem", folder / "lan-key.pem")
    if not (files.key.exists() and files.cert.exists() and _fits(files.cert.read_bytes(), address)):
        _make(files, address)
    return files


def qr(text: str) -> str:
    """A QR code for the terminal."""
    drawn = io.StringIO()
    segno.make(text, error="m").terminal(drawn, compact=True)
    return drawn.getvalue()


def _fits(pem: bytes, address: str) -> bool:
    known = x509.load_pem_x509_certificate(pem)
    names = known.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return ipaddress.ip_address(address) in names.get_values_for_type(x509.IPAddress) and (
        known.not_valid_after_utc - now() > SPARE
    )


def _make(files: Certificate, address: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "telehealth demo")])
    numbers = {ipaddress.ip_address(address), ipaddress.ip_address("127.0.0.1")}
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), *map(x509.IPAddress, sorted(numbers, key=str))])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(hours=1))
        .not_valid_after(now() + LIFE)
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_private(files.key, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    files.cert.write_bytes(built.public_bytes(Encoding.PEM))


def _write_private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
