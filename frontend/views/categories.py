"""The pages on which an administrator keeps the categories and where their complaints go."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints.actions.save_category import save_category
from complaints.actions.save_routing_rule import add_routing_rule, remove_routing_rule
from complaints.models import Category, RoutingRule
from complaints.selectors.categories import category_lines, takes_complaints
from frontend.forms.category import CategoryForm, RuleForm
from kit.errors import BadInput
from people.access import Verb, require
from people.models import User


@login_required
@require_safe
def category_list(request: HttpRequest) -> HttpResponse:
    """All categories and where each would go."""
    lines = category_lines(cast(User, request.user))
    return render(request, "frontend/desk/categories.html", {"lines": lines, "takes_complaints": takes_complaints()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category_edit(request: HttpRequest, category_id: int | None = None) -> HttpResponse:
    """One category's form and rules; without an id, a new category's form."""
    actor = cast(User, request.user)
    require(actor, Verb.CATEGORY_EDIT)
    category = get_object_or_404(Category, pk=category_id) if category_id else None
    title = category.local_name if category else ""
    form = CategoryForm(request.POST if request.method == "POST" else None, category=category)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_category(actor, form.details(), category, request)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": saved.local_name})
            return redirect("desk_categories") if category else redirect("desk_category", category_id=saved.pk)
    return _page(request, form, RuleForm(), category, title)


@login_required
@require_http_methods(["GET", "POST"])
def rule_add(request: HttpRequest, category_id: int) -> HttpResponse:
    """One more rule for the category. A GET comes from the login form and leads to the category."""
    actor = cast(User, request.user)
    require(actor, Verb.CATEGORY_EDIT)
    category = get_object_or_404(Category, pk=category_id)
    if request.method == "GET":
        return redirect("desk_category", category_id=category_id)
    form = RuleForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            add_routing_rule(actor, category, values["area_code"], values["agency"], request)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("The rule is added."))
            return redirect("desk_category", category_id=category_id)
    return _page(request, CategoryForm(category=category), form, category, category.local_name)


@login_required
@require_http_methods(["GET", "POST"])
def rule_remove(request: HttpRequest, category_id: int, rule_id: int) -> HttpResponse:
    """Take a rule away; one that is gone already is no mistake. A GET leads to the category."""
    actor = cast(User, request.user)
    require(actor, Verb.CATEGORY_EDIT)
    if request.method == "POST":
        category = get_object_or_404(Category, pk=category_id)
        rule = RoutingRule.objects.filter(pk=rule_id, category=category).select_related("agency").first()
        if rule is not None:
            remove_routing_rule(actor, rule, request)
            messages.success(request, _("The rule is removed."))
    return redirect("desk_category", category_id=category_id)


def _page(
    request: HttpRequest, form: CategoryForm, rule_form: RuleForm, category: Category | None, title: str
) -> HttpResponse:
    rules = category.routing_rules.select_related("agency") if category else []
    context = {"form": form, "rule_form": rule_form, "category": category, "rules": rules, "title": title}
    wrong = form.is_bound or rule_form.is_bound
    return render(request, "frontend/desk/category.html", context, status=422 if wrong else 200)
