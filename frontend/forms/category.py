"""The forms of a category and of its routing rules."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from complaints.actions.save_category import CategoryDetails
from complaints.models import Category, ComplaintClass
from people.models import Agency


class CategoryForm(forms.Form):
    """A category, as an administrator writes one down."""

    name = forms.CharField(label=_("Name in Indonesian"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_(
            "Lower-case letters, digits and hyphens, for example jalan-rusak. Programs name the category by it."
        ),
    )
    complaint_class = forms.ChoiceField(label=_("What the citizen wants"), choices=ComplaintClass.choices)
    default_agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Agency that answers"),
        required=False,
        empty_label=_("none: the operator chooses"),
        help_text=_("Where no rule for an area says otherwise."),
    )
    emergency = forms.BooleanField(
        label=_("Emergency"), required=False, help_text=_("Minutes count, not days; the wall raises an alarm.")
    )
    supervisory = forms.BooleanField(
        label=_("Misconduct of officials"), required=False, help_text=_("It has a deadline of its own.")
    )
    needs_second_person = forms.BooleanField(
        label=_("Closed by a second person"),
        required=False,
        help_text=_("Who verified or forwarded the complaint does not close it."),
    )
    active = forms.BooleanField(
        label=_("Citizens can choose it"),
        required=False,
        initial=True,
        help_text=_("Switched off, it takes no new complaint; those that are there go on."),
    )

    def __init__(self, data: QueryDict | None = None, category: Category | None = None) -> None:
        names = list(CategoryDetails.__dataclass_fields__)
        initial = {name: getattr(category, name) for name in names} if category is not None else None
        super().__init__(data, initial=initial)
        own = category.default_agency_id if category is not None else None
        _offer(self.fields["default_agency"], Agency.objects.filter(Q(active=True) | Q(pk=own)))

    def details(self) -> CategoryDetails:
        """The cleaned form as the action wants it."""
        values: dict[str, Any] = {
            **self.cleaned_data,
            "complaint_class": ComplaintClass(self.cleaned_data["complaint_class"]),
        }
        return CategoryDetails(**values)


class RuleForm(forms.Form):
    """One more routing rule; the action has the last word."""

    area_code = forms.CharField(
        label=_("Area code"), max_length=16, required=False, help_text=_("For example 12.06.01. Empty: everywhere.")
    )
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), empty_label=_("Choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["agency"], Agency.objects.filter(active=True))


def _offer(field: Any, agencies: QuerySet[Agency]) -> None:
    """The agencies to choose from, by their full names in the language of the page."""
    field.queryset = agencies
    field.label_from_instance = lambda agency: agency.local_name
