"""Passwords of phones: the number that the gateway compares, and the text that the MQTT broker compares.

A password has 99 random bits and is never typed by choice, so a fast hash protects it; what the pipeline compares is 63
bits of that hash, which only online guessing could meet.
"""

import base64
import secrets
from hashlib import blake2b, pbkdf2_hmac
from typing import Final

ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without what looks alike on a cracked screen: 0 and o, 1, i and l."""
NO_SECRET: Final = 0
MQTT_ITERATIONS: Final = 101
"""Mosquitto's own default; the passwords are random, not chosen by people."""


def fingerprint(password: str) -> int:
    """A positive 63-bit number of a password; ``NO_SECRET`` for none."""
    if not password:
        return NO_SECRET
    digest = blake2b(password.encode("utf-8", "surrogatepass"), digest_size=8, person=b"pantau-device").digest()
    return (int.from_bytes(digest, "big") >> 1) or 1


def mosquitto_hash(password: str) -> str:
    """The password as Mosquitto's password file holds it: ``$7$iterations$salt$hash`` (PBKDF2 with SHA-512)."""
    salt = secrets.token_bytes(12)
    digest = pbkdf2_hmac("sha512", password.encode(), salt, MQTT_ITERATIONS)
    return f"$7${MQTT_ITERATIONS}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"
