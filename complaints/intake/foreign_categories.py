"""Categories for the names in a foreign list: each name has its own, however alike two names look."""

import hashlib
from collections.abc import Iterable
from typing import Final

from django.utils.text import slugify
from django.utils.translation import gettext as _

from complaints.intake.mapping import Mapping
from complaints.models import Category
from kit.errors import BadInput

_CODE_LENGTH: Final = 60
_DIGEST_LENGTH: Final = 10


class Categories:
    """The category of each name, in ``by_name``; ``created`` says how many were made.

    A name that the mapping gives one of our codes has that category. Others are found by their full name among those
    that earlier imports of the same source made, or made: citizens cannot choose them until an administrator allows it.
    """

    def __init__(self, mapping: Mapping, names: Iterable[str]) -> None:
        self._source = mapping.source
        self.created = 0
        wanted = set(names)
        ours = Category.objects.in_bulk(set(mapping.categories.values()), field_name="code")
        self.by_name = {
            name: ours[mapping.categories[name]] for name in wanted if mapping.categories.get(name, "") in ours
        }
        prefix = f"{slugify(self._source)}-"
        earlier = Category.objects.filter(code__startswith=prefix, name__in=wanted - set(self.by_name))
        self.by_name |= {category.name: category for category in earlier}
        for name in sorted(wanted - set(self.by_name)):
            self.by_name[name] = self._create(name, prefix)

    def _create(self, name: str, prefix: str) -> Category:
        code = f"{prefix}{slugify(name)}"
        if len(code) > _CODE_LENGTH or code == prefix or Category.objects.filter(code=code).exists():
            digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_LENGTH]
            code = f"{code[: _CODE_LENGTH - _DIGEST_LENGTH - 1].rstrip('-')}-{digest}"
        category, created = Category.objects.get_or_create(
            code=code, defaults={"name": name, "name_en": name, "active": False}
        )
        self.created += created
        return category


def require_known_codes(mapping: Mapping) -> None:
    """Raise BadInput where the mapping names a category of ours that does not exist."""
    wanted = set(mapping.categories.values())
    missing = wanted - set(Category.objects.filter(code__in=wanted).values_list("code", flat=True))
    if missing:
        raise BadInput(_("There is no category with the code %(codes)s.") % {"codes": ", ".join(sorted(missing))})
