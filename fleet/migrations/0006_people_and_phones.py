from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fleet", "0005_position_cell")]

    operations: list = []
