"""Groups of vehicles: the list, and one group's form."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fleet.models import Vehicle, VehicleGroup
from fleet.vehicles.actions.save_group import GroupDetails, remove_group, save_group
from fleet.vehicles.selectors import group_for, groups_for, vehicles_for
from kit.errors import AppError, BadInput
from people.access import Verb, may, require
from people.models import Agency, User


class GroupForm(forms.Form):
    """A group: its name, whose it is, and its vehicles."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Agency"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=gettext_lazy("the centre alone"),
    )
    vehicles = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Vehicles"),
        queryset=Vehicle.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, user: User, group: VehicleGroup | None, data: Any = None) -> None:
        initial = {"name": group.name, "agency": group.agency_id} if group else {}
        if group is not None:
            initial["vehicles"] = [vehicle.pk for vehicle in group.vehicles.all()]  # type: ignore[assignment]
        super().__init__(data, initial=initial)
        self.fields["agency"].queryset = Agency.objects.filter(active=True)  # type: ignore[attr-defined]
        self.fields["vehicles"].queryset = vehicles_for(user)  # type: ignore[attr-defined]

    def details(self) -> GroupDetails:
        """The valid form as the action wants it."""
        data = self.cleaned_data
        return GroupDetails(data["name"], data["agency"], list(data["vehicles"]))


@login_required
@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """Every group that the user may see."""
    context = {
        "groups": groups_for(request.user),
        "may_edit": may(request.user, Verb.RULE_EDIT),
    }
    return render(request, "fleet/groups.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: HttpRequest, group_id: int | None = None) -> HttpResponse:
    """One group's form; without an id, a new group's; ``remove`` takes the group away."""
    user = cast(User, request.user)
    require(user, Verb.RULE_EDIT)
    group = group_for(user, group_id) if group_id is not None else None
    form = GroupForm(user, group, request.POST or None)
    if group is not None and "remove" in request.POST:
        return _remove(request, user, group)
    if form.is_valid():
        try:
            saved = save_group(user, form.details(), group, request)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": saved})
            return redirect("fleet_groups")
    return render(request, "fleet/group.html", {"form": form, "group": group}, status=422 if form.errors else 200)


def _remove(request: HttpRequest, user: User, group: VehicleGroup) -> HttpResponse:
    try:
        remove_group(user, group, request)
    except AppError as error:
        if error.status == 403:
            raise
        messages.error(request, str(error))
        return redirect("fleet_group", group_id=group.pk)
    messages.success(request, _("The group is removed; its vehicles stay."))
    return redirect("fleet_groups")
