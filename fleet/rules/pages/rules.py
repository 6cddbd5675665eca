"""The rules of the detectors: the list, one rule's form, and switching one on and off."""

from typing import Any, Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fleet.detectors.hours import WeeklyHours
from fleet.detectors.settings import SETTINGS, WITHOUT_A_RULE
from fleet.models import DetectorRule
from fleet.rules.actions.save_rule import save_rule, switch_rule
from fleet.rules.kinds import RuleKind
from fleet.rules.labels import choice_of
from fleet.rules.pages.rule_fields import PREFIX, summary
from fleet.rules.pages.rule_form import RuleForm
from fleet.rules.pages.weekly_hours import in_words
from fleet.rules.preview import COUNTED_BY, Preview, preview
from fleet.rules.ruleset import Rule
from fleet.rules.selectors import rule_for, rules_for
from kit.errors import BadInput
from kit.http.post_only import posted
from people.access import Verb, may, require
from people.models import User

MANY: Final = 70
"""Events in a week, ten a day: more than these are shown to the author before the rule is saved."""


@login_required
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule that reaches a vehicle of the user's, by detector; detectors without one say what holds then."""
    by_kind: dict[str, list[DetectorRule]] = {kind.value: [] for kind in RuleKind}
    for rule in rules_for(request.user):
        by_kind[rule.kind].append(rule)
    kinds = [
        {
            "kind": kind,
            "rules": [(rule, _summary(rule)) for rule in by_kind[kind.value]],
            "default": kind in WITHOUT_A_RULE,
        }
        for kind in RuleKind
    ]
    return render(request, "fleet/rules.html", {"kinds": kinds, "may_edit": may(request.user, Verb.RULE_EDIT)})


def _summary(rule: DetectorRule) -> list[str]:
    """What the rule sets other than by default, in words."""
    return [f"{label}: {_told(value)}" for label, value in summary(RuleKind(rule.kind), rule.settings)]


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, WeeklyHours):
        return in_words(value)
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else choice_of(str(value))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule_new(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a new rule for one detector."""
    require(request.user, Verb.RULE_EDIT)
    if kind not in RuleKind.values:
        raise BadInput(_("There is no such detector."))
    return _edit(request, RuleKind(kind), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: HttpRequest, rule_id: int) -> HttpResponse:
    """The form of one rule; what was typed stays when it cannot be saved."""
    require(request.user, Verb.RULE_EDIT)
    rule = rule_for(request.user, rule_id)
    return _edit(request, RuleKind(rule.kind), rule)


def _edit(request: HttpRequest, kind: RuleKind, rule: DetectorRule | None) -> HttpResponse:
    user = cast(User, request.user)
    form = RuleForm(user, kind, rule, request.POST or None)
    counted = _counted(user, form, rule) if form.is_valid() else None
    if form.is_valid() and not _asks_first(request, counted):
        try:
            saved = save_rule(user, form.details(), rule, request)
        except BadInput as error:
            named = next((name for name in (error.field, f"{PREFIX}{error.field}") if name in form.fields), None)
            form.add_error(named, str(error))
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": capfirst(str(saved))})
            return redirect("fleet_rules")
    context = {
        "form": form,
        "rule": rule,
        "kind": kind,
        "counted": counted,
        "many": counted is not None and counted.events > MANY,
        "can_be_counted": kind in COUNTED_BY,
    }
    return render(request, "fleet/rule.html", context, status=422 if form.errors else 200)


def _counted(user: User, form: RuleForm, rule: DetectorRule | None) -> Preview | None:
    """What the rule on the form would have raised in the last week; None where positions do not decide it."""
    details = form.details()
    try:
        settings = SETTINGS[form.kind].model_validate(details.settings)
    except ValueError:
        return None  # saving says which of them is wrong
    return preview(
        user,
        Rule(
            rule.pk if rule is not None else 0,
            form.kind,
            settings,
            details.severity,
            zone_id=_id(details.zone),
            agency_id=_id(details.agency),
            group_id=_id(details.group),
            vehicle_id=_id(details.vehicle),
        ),
    )


def _id(chosen: Model | None) -> int | None:
    return None if chosen is None else chosen.pk


def _asks_first(request: HttpRequest, counted: Preview | None) -> bool:
    """Whether the form is shown again with the number: the author wants to see it, or has not yet seen how many."""
    if "preview" in request.POST:
        return True
    return counted is not None and counted.events > MANY and "confirmed" not in request.POST


@login_required
@posted("fleet_rules")
def rule_switch(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Switch the rule on (``on``) or off."""
    require(request.user, Verb.RULE_EDIT)
    rule = rule_for(request.user, rule_id)
    on = request.POST.get("on") == "1"
    switch_rule(cast(User, request.user), rule, on=on, request=request)
    text = _("%(name)s is switched on.") if on else _("%(name)s is switched off.")
    messages.success(request, text % {"name": rule})
    return redirect("fleet_rules")
