"""The form of a complaint, for citizens and for operators who write down what a caller says."""

from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from complaints.intake.place import require_inside
from complaints.intake.submission import Submission, parse_submission
from complaints.models import Category, Channel
from complaints.selectors.public import open_categories
from kit.errors import BadInput


class ComplaintForm(forms.Form):
    """What a complaint must say. ``submission`` is there once the form is valid."""

    form_token = forms.UUIDField(widget=forms.HiddenInput)
    category = forms.ChoiceField(label=_("What is it about?"))
    title = forms.CharField(label=_("In a few words"), min_length=4, max_length=140)
    description = forms.CharField(
        label=_("What happened?"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    landmark = forms.CharField(label=_("Where exactly?"), max_length=200, required=False)
    # Read by the submission, which names the mistakes that people and programs make in degrees.
    lon = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    lat = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    phone = forms.CharField(label=_("Telephone (WhatsApp)"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    anonymous = forms.BooleanField(label=_("Keep my name from the agency"), required=False)
    confidential = forms.BooleanField(label=_("Keep the complaint secret"), required=False)

    submission: Submission

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = _choices(open_categories())  # type: ignore[attr-defined]
        self.fields["form_token"].initial = uuid4
        hints = {
            "title": {"placeholder": _("Large hole in the road in front of the market")},
            "landmark": {"placeholder": _("Road, village, what is beside it")},
            "name": {"autocomplete": "name"},
            "phone": {"autocomplete": "tel", "inputmode": "tel"},
            "email": {"autocomplete": "email", "inputmode": "email"},
        }
        for name, attributes in hints.items():
            self.fields[name].widget.attrs.update(attributes)

    @property
    def token(self) -> UUID | None:
        """The token that was sent with the form, if it is one."""
        token = self.cleaned_data.get("form_token") if self.is_bound and hasattr(self, "cleaned_data") else None
        return token if isinstance(token, UUID) else None

    def clean(self) -> dict[str, Any]:
        """The last word is the submission's own; its complaint is shown at the field that it names."""
        values = dict(self.cleaned_data)
        if "form_token" in self.errors:
            self._give_token()
        if self.errors:
            return values
        try:
            self.submission = parse_submission({name: values[name] for name in Submission.model_fields})
            require_inside(self.submission.lon, self.submission.lat)
        except BadInput as error:
            self.add_error(error.field if error.field in self.fields else None, str(error))
        return values

    def _give_token(self) -> None:
        """The field is hidden, so its complaint is said above the form, which gets a token to be sent again with."""
        del self.errors["form_token"]
        data = cast(QueryDict, self.data).copy()
        data["form_token"] = str(uuid4())
        self.data = data
        self.add_error(None, _("The form came without its number. It has a new one now: look it over, send it again."))


class CallForm(ComplaintForm):
    """A complaint that an operator records, with the way by which it came."""

    name = forms.CharField(label=_("Caller's name"), max_length=120, required=False)
    phone = forms.CharField(label=_("Caller's telephone"), max_length=40, required=False)
    anonymous = forms.BooleanField(label=_("Keep the caller's name from the agency"), required=False)

    channel = forms.ChoiceField(
        label=_("How did it come in?"),
        choices=[(channel.value, channel.label) for channel in (Channel.PHONE, Channel.COUNTER, Channel.LETTER)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "phone", "email"):
            # The browser knows the operator's own.
            self.fields[name].widget.attrs["autocomplete"] = "off"


def _choices(categories: list[Category]) -> list[tuple[str, Any]]:
    """Grouped by class, in the language of the page, emergencies first within each."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for category in sorted(categories, key=lambda item: (not item.emergency, item.local_name.lower())):
        label = str(category.get_complaint_class_display()).capitalize()
        groups.setdefault(label, []).append((category.code, category.local_name))
    return [("", _("Choose")), *sorted(groups.items())]
