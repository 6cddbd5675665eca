"""What corrections changed of a complaint, for those who may know it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Category, Complaint, CorrectedField, FieldChange
from complaints.selectors.reporter import is_hidden
from people.access import Verb, in_centre, may
from people.models import User

_IDENTITY: Final = frozenset({CorrectedField.NAME, CorrectedField.PHONE, CorrectedField.EMAIL})
_WORDS: Final = frozenset({CorrectedField.TITLE, CorrectedField.DESCRIPTION, CorrectedField.LANDMARK})
FIELD_NAMES: Final[dict[str, Promise]] = {
    CorrectedField.CATEGORY: gettext_lazy("Category"),
    CorrectedField.POSITION: gettext_lazy("Place on the map"),
    CorrectedField.LANDMARK: gettext_lazy("Where exactly"),
    CorrectedField.TITLE: gettext_lazy("Title"),
    CorrectedField.DESCRIPTION: gettext_lazy("Description"),
    CorrectedField.CONFIDENTIAL: gettext_lazy("Secret complaint"),
    CorrectedField.ANONYMOUS: gettext_lazy("Name hidden from the agency"),
    CorrectedField.NAME: gettext_lazy("Name"),
    CorrectedField.PHONE: gettext_lazy("Telephone"),
    CorrectedField.EMAIL: gettext_lazy("E-mail"),
}


@dataclass(frozen=True)
class ShownChange:
    """One changed field in words. ``hidden``: the reader may know that it changed, not its values (both empty)."""

    label: str
    before: str
    after: str
    hidden: bool


def corrections(user: User, complaint: Complaint, *, reporter_read: bool) -> dict[int, list[ShownChange]]:
    """The changed fields by the id of the step that changed them.

    Name, telephone and e-mail are shown with ``reporter_read``: the caller has read the reporter, which is recorded.
    The words of a complaint whose reporter is hidden may have named the reporter: what they were is shown only to those
    in the centre who may read a hidden reporter.
    """
    rows = list(FieldChange.objects.filter(transition__complaint=complaint).select_related("transition"))
    if not rows:
        return {}
    words = not is_hidden(complaint) or (in_centre(user) and may(user, Verb.REPORTER_VIEW, complaint))
    names = _category_names(rows)
    shown = defaultdict(list)
    for row in rows:
        known = reporter_read if row.field in _IDENTITY else words if row.field in _WORDS else True
        before, after = (_in_words(row, value, names) if known else "" for value in (row.before, row.after))
        shown[row.transition_id].append(ShownChange(str(FIELD_NAMES[row.field]), before, after, not known))
    return dict(shown)


def _category_names(rows: list[FieldChange]) -> dict[str, str]:
    codes = {code for row in rows if row.field == CorrectedField.CATEGORY for code in (row.before, row.after)}
    return {known.code: known.local_name for known in Category.objects.filter(code__in=codes)} if codes else {}


def _in_words(row: FieldChange, value: Any, names: dict[str, str]) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if row.field == CorrectedField.CATEGORY:
        return names.get(value, str(value))
    if row.field == CorrectedField.POSITION and value is not None:
        return f"{value[1]:.5f}, {value[0]:.5f}"
    return str(value) if value else _("empty")
