"""Where the next page begins, as a text that only this installation can have made."""

import hashlib
from typing import Any, Final

from django.core import signing
from django.utils.translation import gettext as _

from kit.errors import BadParameter
from kit.http.parameters import PageQuery

Key = tuple[int, ...]
"""The last entry's place in the order of its list: an entry that comes in meanwhile moves nothing."""
_SALT: Final = "fleet.api.cursor"


def cursor_of(list_name: str, query: PageQuery, key: Key) -> str:
    """The cursor after the entry of ``key``, good for this list with these filters alone."""
    return _signer(list_name, query).sign_object(list(key))


def key_of(list_name: str, query: PageQuery) -> Key | None:
    """The key in the query's cursor; None at the beginning. Raises BadParameter."""
    if not query.cursor:
        return None
    try:
        parts: Any = _signer(list_name, query).unsign_object(query.cursor)
    except (signing.BadSignature, ValueError) as error:
        text = _("cursor: not one that this list gave with these filters; begin again without it")
        raise BadParameter(text, field="cursor") from error
    return tuple(parts)


def _signer(list_name: str, query: PageQuery) -> signing.Signer:
    filters = query.model_dump_json(exclude={"cursor", "limit"})
    digest = hashlib.sha256(f"{list_name}?{filters}".encode()).hexdigest()
    return signing.Signer(salt=f"{_SALT}:{digest}")
