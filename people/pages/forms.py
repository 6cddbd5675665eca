"""The forms of the people pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.forms import DayField
from people.access import Role
from people.action_names import ACTION_NAMES
from people.actions.save_user import UserDetails
from people.models import User


class UserForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person, as an administrator writes one down."""

    password = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters. Leave empty to keep the present one."),
    )

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "role", "agency", "language", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].empty_label = gettext("none (command centre)")  # type: ignore[attr-defined]
        if self.instance.pk is None:
            self.fields["password"].help_text = gettext(
                "At least ten characters. Without a password the person cannot log in yet."
            )

    def details(self) -> UserDetails:
        """The cleaned form as the action wants it."""
        values: dict[str, Any] = {**self.cleaned_data, "role": Role(self.cleaned_data["role"])}
        return UserDetails(**values)

    def _post_clean(self) -> None:
        # The action validates and writes; a ModelForm that did so too would change the instance before it is allowed.
        return


def _action_choices() -> list[tuple[str, str]]:
    """All actions by their name in the reader's language."""
    named = [(code, str(name)) for code, name in ACTION_NAMES.items()]
    return [("", gettext("all")), *sorted(named, key=lambda choice: choice[1].casefold())]


class AuditFilter(forms.Form):
    """What to look for in the audit trail."""

    person = forms.CharField(label=_("Person"), required=False, max_length=60)
    action = forms.ChoiceField(label=_("Action"), required=False, choices=_action_choices)
    object = forms.CharField(label=_("Object"), required=False, max_length=60)
    day = DayField(label=_("Day"), required=False)
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)
