from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fleet", "0007_reports")]

    operations: list = []
