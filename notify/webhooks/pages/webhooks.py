"""Webhooks: the list, one webhook with what it was sent, and what can be done with it."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kit.errors import BadInput, Conflict
from kit.http.post_only import posted
from kit.severity import Severity
from notify import registry
from notify.errors import UnknownWebhook
from notify.models import DeliveryStatus, Webhook, WebhookDelivery
from notify.webhooks.actions.save_webhook import (
    WebhookDetails,
    change_secret,
    remove_webhook,
    save_webhook,
    send_again,
    try_webhook,
)
from notify.webhooks.failure import answer_label
from people.access import Verb, require
from people.models import Agency, User

SHOWN = 100
"""Deliveries on a webhook's page, the newest first; those that were given up come before them."""


class WebhookForm(forms.Form):
    """Where to, and what."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        help_text=gettext_lazy(
            "https:// or http://; addresses of the inner network only when the installation lists them."
        ),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    severity = forms.TypedChoiceField(label=gettext_lazy("At least"), coerce=int, choices=Severity.choices, initial=1)
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Agency"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=gettext_lazy("all agencies"),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Events"),
        choices=registry.kind_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all kinds."),
    )
    enabled = forms.BooleanField(label=gettext_lazy("enabled"), required=False, initial=True)

    def __init__(self, webhook: Webhook | None, data: Any = None) -> None:
        names = ("name", "url", "severity", "agency", "kinds", "enabled")
        super().__init__(data, initial={name: getattr(webhook, name) for name in names} if webhook else {})
        self.fields["agency"].queryset = Agency.objects.filter(active=True)  # type: ignore[attr-defined]

    def details(self) -> WebhookDetails:
        """The valid form as the action wants it."""
        return WebhookDetails(**self.cleaned_data)


@login_required
@require_safe
def webhook_list(request: HttpRequest, shell: str) -> HttpResponse:
    """Every webhook, with how its deliveries stand."""
    require(request.user, Verb.WEBHOOK_EDIT)
    state = {
        name: Count("deliveries", filter=Q(deliveries__status=status))
        for name, status in (("waiting", DeliveryStatus.WAITING), ("given_up", DeliveryStatus.GIVEN_UP))
    }
    last = Max("deliveries__last_at", filter=Q(deliveries__status=DeliveryStatus.DELIVERED))
    found = Webhook.objects.select_related("agency").annotate(**state, last_delivered=last)
    return render(request, "notify/webhooks.html", {"shell": shell, "webhooks": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_edit(request: HttpRequest, shell: str, webhook_id: int | None = None) -> HttpResponse:
    """One webhook's form and deliveries; without an id, a new one's form, which answers with its secret."""
    user = cast(User, request.user)
    require(user, Verb.WEBHOOK_EDIT)
    webhook = _webhook(webhook_id) if webhook_id is not None else None
    form = WebhookForm(webhook, request.POST or None)
    if form.is_valid():
        try:
            saved = save_webhook(user, form.details(), webhook, request)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            if webhook is None:
                return _with_secret(request, shell, saved, saved.secret)
            messages.success(request, _("%(name)s is saved.") % {"name": saved})
            return redirect("webhook", webhook_id=saved.pk)
    deliveries = _deliveries(webhook) if webhook else []
    context = {"shell": shell, "form": form, "webhook": webhook, "deliveries": deliveries}
    return render(request, "notify/webhook.html", context, status=422 if form.errors else 200)


@login_required
@posted("webhook", "webhook_id")
def test(request: HttpRequest, webhook_id: int, shell: str) -> HttpResponse:
    """Send a message without an event, and say what came of it."""
    user, webhook = _chosen(request, webhook_id)
    outcome = try_webhook(user, webhook, request)
    answer = {"answer": answer_label(outcome.status, outcome.words[:120])}
    if outcome.delivered:
        messages.success(request, _("The receiver took it: %(answer)s") % answer)
    else:
        messages.error(request, _("The receiver did not take it: %(answer)s") % answer)
    return redirect("webhook", webhook_id=webhook.pk)


@login_required
@posted("webhook", "webhook_id")
def secret(request: HttpRequest, webhook_id: int, shell: str) -> HttpResponse:
    """A new secret, shown this once; the old one signs nothing any more."""
    user, webhook = _chosen(request, webhook_id)
    return _with_secret(request, shell, webhook, change_secret(user, webhook, request))


@login_required
@posted("webhook", "webhook_id")
def resend(request: HttpRequest, webhook_id: int, delivery_id: int, shell: str) -> HttpResponse:
    """Try a delivery again that was given up or delivered."""
    user, webhook = _chosen(request, webhook_id)
    try:
        send_again(user, webhook, delivery_id, request)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is sent again within seconds."))
    return redirect("webhook", webhook_id=webhook.pk)


@login_required
@posted("webhook", "webhook_id")
def remove(request: HttpRequest, webhook_id: int, shell: str) -> HttpResponse:
    """Take the webhook away with its deliveries."""
    user, webhook = _chosen(request, webhook_id)
    remove_webhook(user, webhook, request)
    messages.success(request, _("The webhook is removed."))
    return redirect("webhooks")


def _chosen(request: HttpRequest, webhook_id: int) -> tuple[User, Webhook]:
    require(request.user, Verb.WEBHOOK_EDIT)
    return cast(User, request.user), _webhook(webhook_id)


def _webhook(webhook_id: int) -> Webhook:
    webhook = Webhook.objects.select_related("agency").filter(pk=webhook_id).first()
    if webhook is None:
        raise UnknownWebhook
    return webhook


def _deliveries(webhook: Webhook) -> list[tuple[WebhookDelivery, registry.EventSummary | None]]:
    given_up = webhook.deliveries.filter(status=DeliveryStatus.GIVEN_UP)[:SHOWN]
    deliveries = [*given_up, *webhook.deliveries.exclude(status=DeliveryStatus.GIVEN_UP)[:SHOWN]]
    summaries: dict[tuple[str, int], registry.EventSummary] = {}
    for source in registry.sources():
        events = source.load({delivery.event_id for delivery in deliveries if delivery.source == source.name})
        summaries |= {(source.name, event_id): source.summary(event) for event_id, event in events.items()}
    return [(delivery, summaries.get((delivery.source, delivery.event_id))) for delivery in deliveries]


def _with_secret(request: HttpRequest, shell: str, webhook: Webhook, text: str) -> HttpResponse:
    response = render(request, "notify/webhook_secret.html", {"shell": shell, "webhook": webhook, "secret": text})
    response["Cache-Control"] = "no-store"
    return response
