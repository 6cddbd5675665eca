"""The database refuses a value that no page has a word for."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField
from django.test import Client

from complaints import models
from complaints.actions.correct import Correction, correct
from complaints.models import Complaint
from tests.complaints.conftest import Submit
from tests.world import World

pytestmark = pytest.mark.django_db
COLUMNS = [
    (name, field.column)
    for name in models.__all__
    if hasattr(model := getattr(models, name), "_meta")
    for field in model._meta.fields
    if isinstance(field, CharField) and field.choices
]


def test_the_columns_with_choices_are_found() -> None:
    assert {("Complaint", "status"), ("Complaint", "priority"), ("Transition", "to_status")} <= set(COLUMNS)


@pytest.mark.parametrize(("model", "column"), COLUMNS)
def test_a_value_that_is_no_choice_is_refused_and_the_case_still_opens(
    world: World, send: Submit, client: Client, model: str, column: str
) -> None:
    code = send().complaint.tracking_code
    correct(code, world.ani, Correction(title="Lubang dalam"), reason="Lebih jelas")
    table = getattr(models, model)._meta.db_table
    with pytest.raises(IntegrityError, match="_is_known"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = 'meteor'")
    client.force_login(world.ani)
    assert client.get(f"/desk/{code}/").status_code == 200


def test_a_step_without_a_status_before_it_is_kept(send: Submit) -> None:
    assert Complaint.objects.get(pk=send().complaint.pk).transitions.get().from_status == ""
