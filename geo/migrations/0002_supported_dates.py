"""Times of import are read as None where they lie outside the supported range."""

from django.db import migrations

import kit.fields


class Migration(migrations.Migration):
    dependencies = [
        ("geo", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="area",
            name="imported_at",
            field=kit.fields.SupportedDateTimeField(verbose_name="imported"),
        ),
        migrations.AlterField(
            model_name="groundfeature",
            name="imported_at",
            field=kit.fields.SupportedDateTimeField(),
        ),
    ]
