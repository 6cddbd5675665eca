from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fleet", "0006_people_and_phones")]

    operations: list = []
