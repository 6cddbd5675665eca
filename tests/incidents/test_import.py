"""Bringing in a foreign list."""

import csv
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from incidents.intake.csv_import import import_rows
from incidents.intake.mapping import LA311
from incidents.management.commands.import_reports import import_file
from incidents.models import Category, Report, Status
from live.models import OutboxEvent
from tests.world import shared_data

ROW = {
    "SRNumber": "1-1",
    "CreatedDate": "12/31/2017 11:59:58 PM",
    "RequestType": "Bulky Items",
    "Status": "Closed",
    "Anonymous": "Y",
    "ClosedDate": "01/04/2018 12:00:00 AM",
    "Latitude": "34.1",
    "Longitude": "-118.2",
}


@pytest.mark.django_db
def test_a_second_run_adds_nothing() -> None:
    assert import_rows([ROW], LA311).added == 1
    again = import_rows([ROW], LA311)
    assert (again.added, again.known, Report.objects.count()) == (0, 1, 1)


@pytest.mark.django_db
def test_a_category_made_by_an_import_is_not_offered_to_citizens() -> None:
    import_rows([ROW], LA311)
    category = Category.objects.get()
    assert (category.code, category.active) == ("la311-bulky-items", False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [{"Status": "Lost"}, {"CreatedDate": "yesterday"}, {"SRNumber": " "}, {"Latitude": "91"}, {"Longitude": ""}],
)
def test_it_rejects_a_bad_row_with_its_reason_and_goes_on(wrong: dict[str, str]) -> None:
    result = import_rows([{**ROW, **wrong}, {**ROW, "SRNumber": "1-2"}], LA311)
    assert result.added == 1
    assert result.rejects[0].number == 2
    assert result.rejects[0].reason


@pytest.mark.django_db
def test_only_open_reports_appear_on_the_wall() -> None:
    import_rows([ROW, {**ROW, "SRNumber": "1-2", "Status": "Open", "ClosedDate": ""}], LA311)
    assert list(OutboxEvent.objects.values_list("object_id", flat=True)) == [Report.objects.get(status="received").pk]


@pytest.mark.django_db
def test_bad_rows_go_to_a_file_of_their_own(tmp_path: Path) -> None:
    source, rejects = tmp_path / "list.csv", tmp_path / "bad.csv"
    with source.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(ROW))
        writer.writeheader()
        writer.writerows([ROW, {**ROW, "SRNumber": "1-2", "Status": "Lost"}])
    call_command("import_reports", str(source), rejects=rejects)
    with rejects.open(newline="") as lines:
        bad = list(csv.DictReader(lines))
    assert [(row["line"], row["SRNumber"]) for row in bad] == [("3", "1-2")]


@pytest.mark.django_db
def test_unknown_columns_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError):
        call_command("import_reports", str(source))


@pytest.mark.django_db
def test_ten_thousand_real_complaints_come_in() -> None:
    result = import_file(shared_data("complaints", "la311_2017_december.csv"))
    assert (result.added, result.rejects) == (9999, [])
    assert Report.objects.filter(status=Status.CLOSED).count() == 9739
    assert Report.objects.filter(point__isnull=True).count() == 1753


@pytest.mark.django_db
def test_another_list_comes_in_by_a_mapping_of_its_own(tmp_path: Path) -> None:
    source, mapping = tmp_path / "lapor.csv", tmp_path / "mapping.json"
    source.write_text("nomor,topik,tanggal,keadaan,isi\nA1,Jalan,31/12/2025 08:30,Proses,Lubang\n")
    columns = {"external_id": "nomor", "category": "topik", "created": "tanggal", "status": "keadaan"}
    rest = {"description": "isi", "date_format": "%d/%m/%Y %H:%M", "statuses": {"Proses": "received"}}
    mapping.write_text(json.dumps({"source": "lapor", **columns, **rest}))
    call_command("import_reports", str(source), mapping=mapping)
    report = Report.objects.get(external_source="lapor", external_id="A1")
    assert (report.description, report.created_at.isoformat()) == ("Lubang", "2025-12-31T01:30:00+00:00")


@pytest.mark.django_db
def test_a_mapping_with_an_unknown_word_is_refused(tmp_path: Path) -> None:
    source, mapping = tmp_path / "lapor.csv", tmp_path / "mapping.json"
    source.write_text("nomor\n")
    mapping.write_text('{"source": "lapor", "colour": "red"}')
    with pytest.raises(CommandError):
        call_command("import_reports", str(source), mapping=mapping)
