"""Webhooks, what is on its way to them, and the trigger that notes each new event for them."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from fleet.events.kinds import EventKind

KINDS = EventKind.choices

# One look at a table of a handful of rows for each statement that writes events; rows only while somebody listens.
FORWARD = """
CREATE FUNCTION fleet_note_for_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM fleet_webhook WHERE enabled) THEN
        INSERT INTO fleet_webhookdue (event_id) SELECT id FROM written ORDER BY id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fleet_vehicleevent_webhooks AFTER INSERT ON fleet_vehicleevent
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION fleet_note_for_webhooks();
"""
BACKWARD = """
DROP TRIGGER fleet_vehicleevent_webhooks ON fleet_vehicleevent;
DROP FUNCTION fleet_note_for_webhooks();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("fleet", "0007_reports"),
        ("people", "0003_api_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WebhookDue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("url", models.CharField(max_length=500, verbose_name="address")),
                ("secret", models.CharField(max_length=80)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=KINDS, max_length=24),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="kinds",
                    ),
                ),
                (
                    "severity",
                    models.SmallIntegerField(
                        choices=[(0, "note"), (1, "warning"), (2, "alarm")], default=0, verbose_name="at least"
                    ),
                ),
                ("enabled", models.BooleanField(default=True, verbose_name="enabled")),
                ("since", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("delivered", "delivered"), ("given_up", "given up")],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("give_up_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("last_at", models.DateTimeField(null=True)),
                ("last_status", models.PositiveSmallIntegerField(null=True)),
                ("last_words", models.CharField(blank=True, max_length=300)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="fleet.vehicleevent"
                    ),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="fleet.webhook",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "waiting")), fields=["next_at"], name="delivery_waiting"
                    ),
                    models.Index(fields=["webhook", "-id"], name="delivery_of_webhook"),
                ],
                "constraints": [models.UniqueConstraint(fields=("webhook", "event"), name="one_delivery_an_event")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
