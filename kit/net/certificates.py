"""Server certificates as people compare them."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from cryptography import x509


@dataclass(frozen=True, slots=True)
class Certificate:
    """``sha256`` is of the whole certificate, 64 hexadecimal digits; the names are as RFC 4514 writes them."""

    subject: str
    issuer: str
    sha256: str
    not_before: str
    not_after: str

    @property
    def fingerprint(self) -> str:
        """The digest in pairs with colons between, as browsers and ``openssl`` show it."""
        digits = self.sha256.upper()
        return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))

    @property
    def ends(self) -> datetime | None:
        """Until when it is valid; None where that cannot be read."""
        return datetime.fromisoformat(self.not_after) if self.not_after else None

    @property
    def begins(self) -> datetime | None:
        """Since when it is valid; None where that cannot be read."""
        return datetime.fromisoformat(self.not_before) if self.not_before else None

    def as_json(self) -> dict[str, str]:
        """For a JSON column."""
        return asdict(self)


def from_json(values: Any) -> Certificate | None:
    """What `Certificate.as_json` gave; None for anything else."""
    try:
        return Certificate(**{name: str(values[name])[:300] for name in Certificate.__slots__})
    except (KeyError, TypeError):
        return None


def read_certificate(der: bytes) -> Certificate:
    """What a certificate says of itself; a malformed one has a digest alone."""
    sha256 = hashlib.sha256(der).hexdigest()
    try:
        parsed = x509.load_der_x509_certificate(der)
        subject, issuer = parsed.subject.rfc4514_string()[:300], parsed.issuer.rfc4514_string()[:300]
        begins, ends = parsed.not_valid_before_utc.isoformat(), parsed.not_valid_after_utc.isoformat()
    except (ValueError, TypeError):
        return Certificate("", "", sha256, "", "")
    return Certificate(subject, issuer, sha256, begins, ends)
