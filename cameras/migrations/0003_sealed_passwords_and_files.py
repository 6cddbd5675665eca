"""Passwords are encrypted for their origin; pictures are files of Django's storage; streams are noted."""

import django.db.models.deletion
from django.db import migrations, models

import cameras.models.camera_snapshot
from kit import secrets
from kit.net.addresses import AddressRefused, origin_of


def seal_passwords(apps, schema_editor):
    for source in apps.get_model("cameras", "CameraSource").objects.exclude(password="").iterator():
        try:
            place = f"cameras.source:{source.camera_id}:password:{origin_of(source.url)}"
        except AddressRefused:
            continue  # never fetched from such an address, so the password has no use
        source.sealed_password = secrets.seal(source.password, place)
        source.save(update_fields=["sealed_password"])


def name_files(apps, schema_editor):
    for snapshot in apps.get_model("cameras", "CameraSnapshot").objects.filter(taken_at__isnull=False).iterator():
        snapshot.image = f"cameras/{snapshot.camera_id}-{snapshot.token}-full.jpg"
        snapshot.thumbnail = f"cameras/{snapshot.camera_id}-{snapshot.token}-small.jpg"
        snapshot.save(update_fields=["image", "thumbnail"])


class Migration(migrations.Migration):
    dependencies = [("cameras", "0002_error_is_a_code")]

    operations = [
        migrations.AddField(
            "camerasource", "sealed_password", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField("camerasource", "pinned_certificate", models.JSONField(blank=True, null=True)),
        migrations.AddField("camerasource", "seen_certificate", models.JSONField(blank=True, null=True)),
        migrations.RunPython(seal_passwords, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("camerasource", "password"),
        migrations.AddField(
            "camerasnapshot",
            "image",
            models.FileField(
                blank=True, max_length=120, upload_to=cameras.models.camera_snapshot.picture_path, default=""
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "camerasnapshot",
            "thumbnail",
            models.FileField(
                blank=True, max_length=120, upload_to=cameras.models.camera_snapshot.picture_path, default=""
            ),
            preserve_default=False,
        ),
        migrations.RunPython(name_files, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("camerasnapshot", "token"),
        migrations.CreateModel(
            name="CameraStream",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("hls", "HLS"), ("flv", "HTTP-FLV"), ("rtsp", "RTSP"), ("other", "other")],
                        max_length=10,
                    ),
                ),
                ("url", models.CharField(max_length=600)),
                ("username", models.CharField(blank=True, max_length=120)),
                ("sealed_password", models.TextField(blank=True)),
                (
                    "camera",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stream", to="cameras.camera"
                    ),
                ),
            ],
        ),
    ]
