"""Secrets that the product must be able to read again, such as a camera's password: encrypted columns.

A value is encrypted with AES-256-GCM and bound to its place (table, row, column, and whatever else it belongs to): put
anywhere else, it cannot be opened. What needs only to be compared is stored as a digest instead.
"""

import base64
import binascii
import hashlib
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_VERSION: Final = "s1"
_NONCE_BYTES: Final = 12


class SecretUnreadable(Exception):
    """The value was encrypted with a key that is not configured, belongs to another place, or was changed."""


def seal(plain: str, place: str) -> str:
    """``plain`` encrypted for ``place``, such as ``cameras.source:17:password``; an empty text stays empty."""
    if not plain:
        return ""
    key_id, key = _keys()[0]
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, plain.encode(), _associated(key_id, place))
    return f"{_VERSION}.{key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, place: str) -> str:
    """What `seal` was given for the same ``place``. Raises SecretUnreadable."""
    if not sealed:
        return ""
    version, key_id, text = [*sealed.split(".", 2), "", ""][:3]
    key = dict(_keys()).get(key_id)
    if version != _VERSION or key is None:
        raise SecretUnreadable("no configured key has this id")
    try:
        data = base64.urlsafe_b64decode(text)
        return AESGCM(key).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], _associated(key_id, place)).decode()
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise SecretUnreadable("the value belongs to another place or was changed") from error


def is_current(sealed: str) -> bool:
    """Whether the value is encrypted with the key that new values get; others should be sealed again."""
    return not sealed or sealed.startswith(f"{_VERSION}.{_keys()[0][0]}.")


def _associated(key_id: str, place: str) -> bytes:
    return f"{_VERSION}\0{key_id}\0{place}".encode()


def _keys() -> list[tuple[str, bytes]]:
    """Id and key of each configured secret, the current one first."""
    fallbacks = [str(key) for key in settings.SECRET_KEY_FALLBACKS]
    sources = settings.PANTAU_SECRETS_KEYS or [settings.SECRET_KEY, *fallbacks]
    return [_derived(source) for source in sources]


def _derived(source: str) -> tuple[str, bytes]:
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"pantau secrets v1").derive(source.encode())
    return hashlib.sha256(b"id\0" + key).hexdigest()[:8], key
