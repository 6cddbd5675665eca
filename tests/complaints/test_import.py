"""Bringing in a foreign list."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from complaints.intake import list_import
from complaints.intake.foreign_list import read_list
from complaints.intake.list_import import ImportResult
from complaints.intake.mapping import LA311, Mapping, read_mapping
from complaints.models import Category, Complaint, Status
from kit.csv_reader import CsvRow
from kit.errors import BadInput
from live.models import OutboxEvent
from people.access import Verb, which
from tests.world import World, shared_data

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


def import_rows(rows: list[dict[str, str]], mapping: Mapping = LA311) -> ImportResult:
    """The rows as a file with a header has them."""
    return list_import.import_rows(
        [CsvRow(line, row, list(row.values())) for line, row in enumerate(rows, start=2)], mapping
    )


@pytest.mark.django_db
def test_a_second_run_adds_nothing() -> None:
    assert import_rows([ROW], LA311).added == 1
    again = import_rows([ROW], LA311)
    assert (again.added, again.known, Complaint.objects.count()) == (0, 1, 1)


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
    assert result.rejects[0].row.line == 2
    assert result.rejects[0].reason


@pytest.mark.django_db
def test_only_open_complaints_appear_on_the_wall() -> None:
    import_rows([ROW, {**ROW, "SRNumber": "1-2", "Status": "Open", "ClosedDate": ""}], LA311)
    assert list(OutboxEvent.objects.values_list("object_id", flat=True)) == [
        Complaint.objects.get(status="received").pk
    ]


@pytest.mark.django_db
def test_bad_rows_go_to_a_file_of_their_own(tmp_path: Path) -> None:
    source, rejects = tmp_path / "list.csv", tmp_path / "bad.csv"
    with source.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(ROW))
        writer.writeheader()
        writer.writerows([ROW, {**ROW, "SRNumber": "1-2", "Status": "Lost"}])
    call_command("import_complaints", str(source), rejects=rejects)
    with rejects.open(newline="", encoding="utf-8-sig") as lines:
        bad = list(csv.DictReader(lines))
    assert [(row["reject_line"], row["SRNumber"]) for row in bad] == [("3", "1-2")]


@pytest.mark.django_db
def test_unknown_columns_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError):
        call_command("import_complaints", str(source))


@pytest.mark.django_db
def test_ten_thousand_real_complaints_come_in() -> None:
    result = list_import.import_rows(read_list(shared_data("complaints", "la311_2017_december.csv")).rows, LA311)
    assert (result.added, result.rejects) == (9999, [])
    assert Complaint.objects.filter(status=Status.CLOSED).count() == 9739
    assert Complaint.objects.filter(point__isnull=True).count() == 1753


@pytest.mark.django_db
def test_another_list_comes_in_by_a_mapping_of_its_own(tmp_path: Path) -> None:
    source, mapping = tmp_path / "lapor.csv", tmp_path / "mapping.json"
    source.write_text("nomor,topik,tanggal,keadaan,isi\nA1,Jalan,31/12/2025 08:30,Proses,Lubang\n")
    columns = {"external_id": "nomor", "category": "topik", "created": "tanggal", "status": "keadaan"}
    rest = {"description": "isi", "date_format": "%d/%m/%Y %H:%M", "statuses": {"Proses": "received"}}
    mapping.write_text(json.dumps({"source": "lapor", **columns, **rest}))
    call_command("import_complaints", str(source), mapping=mapping)
    complaint = Complaint.objects.get(external_source="lapor", external_id="A1")
    assert (complaint.description, complaint.created_at.isoformat()) == ("Lubang", "2025-12-31T01:30:00+00:00")


@pytest.mark.django_db
def test_a_mapping_with_an_unknown_word_is_refused(tmp_path: Path) -> None:
    source, mapping = tmp_path / "lapor.csv", tmp_path / "mapping.json"
    source.write_text("nomor\n")
    mapping.write_text('{"source": "lapor", "colour": "red"}')
    with pytest.raises(CommandError):
        call_command("import_complaints", str(source), mapping=mapping)


LIST: Final = {"external_id": "nomor", "category": "topik", "created": "tanggal", "status": "keadaan"}
HEAD: Final = "nomor,topik,tanggal,keadaan,judul,isi,lintang,bujur,opd"
FORM: Final = Mapping(
    source="lapor", external_id="nomor", category="topik", created="tanggal", status="keadaan",
    title="judul", description="isi", lat="lintang", lon="bujur", agency="opd",
    date_format="%d/%m/%Y %H:%M", time_zone="WIB", statuses={"Baru": Status.RECEIVED, "Proses": Status.IN_PROGRESS},
)  # fmt: skip


def _row(**changes: str) -> dict[str, str]:
    values = {"nomor": "A1", "topik": "Jalan", "tanggal": "30/06/2026 08:30", "keadaan": "Baru", "judul": "Lubang",
              "isi": "", "lintang": "", "bujur": "", "opd": ""}  # fmt: skip
    return {**values, **changes}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"nomor": "9" * 81},
        {"judul": "a" * 141},
        {"isi": "a" * 5001},
        {"topik": "a" * 121},
        {"isi": "a\0b"},
        {"isi": "a\ud800b"},
        {"tanggal": "31/12/3020 08:30"},
        {"tanggal": "01/01/0001 00:00"},
        {"tanggal": "31/12/2150 08:30"},
        {"lintang": "0", "bujur": "0"},
        {"lintang": "98.49", "bujur": "3.1"},
        {"lintang": "3,1", "bujur": "98,49"},
        {"keadaan": "Proses"},
        {"keadaan": "merged"},
        {"opd": "tidak-ada"},
    ],
)
def test_a_row_that_cannot_be_kept_whole_is_rejected_and_the_others_are_stored(wrong: dict[str, str]) -> None:
    result = import_rows([_row(nomor="B1"), _row(**wrong), _row(nomor="B2")], FORM)
    assert [rejected.row.line for rejected in result.rejects] == [3]
    assert result.rejects[0].reason
    assert list(Complaint.objects.order_by("id").values_list("external_id", flat=True)) == ["B1", "B2"]


@pytest.mark.django_db
@pytest.mark.parametrize("apart", [1, 1500])
def test_a_number_with_other_content_is_rejected_with_the_line_of_the_first(apart: int) -> None:
    """Within a batch of a thousand rows and across two of them the first one counts."""
    between = [_row(nomor=f"N{number}") for number in range(apart)]
    result = import_rows([_row(), _row(), *between, _row(judul="Lain"), _row(judul="Lagi")], FORM)
    assert (result.known, len(result.rejects)) == (1, 2)
    assert all(" 2 " in rejected.reason for rejected in result.rejects)
    assert Complaint.objects.get(external_id="A1").title == "Lubang"


@pytest.mark.django_db
def test_names_that_only_begin_alike_or_have_no_latin_letters_are_categories_of_their_own() -> None:
    long = "Pemeliharaan jalan kabupaten di kawasan padat penduduk bagian "
    names = [f"{long}utara", f"{long}selatan", "道路", "垃圾", "A/B", "A B"]
    rows = [_row(nomor=str(number), topik=name) for number, name in enumerate(names)]
    assert import_rows(rows, FORM).categories == len(names)
    assert {complaint.category.name for complaint in Complaint.objects.select_related("category")} == set(names)
    assert import_rows([_row(nomor="again", topik=names[1])], FORM).categories == 0


@pytest.mark.django_db
def test_an_open_complaint_gets_its_deadline_and_one_in_progress_its_agency(world: World) -> None:
    rows = [_row(), _row(nomor="A2", keadaan="Proses", opd="dinas-pupr")]
    assert import_rows(rows, FORM).rejects == []
    received, working = Complaint.objects.order_by("id")
    assert (received.due_at, working.agency) != (None, None)
    assert working.due_at is not None and working.agency == world.roads
    assert which(world.budi, Verb.COMPLAINT_START, Complaint.objects.all()).get() == working


@pytest.mark.django_db
def test_a_mapping_may_lead_to_our_own_category_whose_agency_answers(world: World, potholes: Category) -> None:
    mapping = FORM.model_copy(update={"categories": {"Jalan": "jalan-rusak"}})
    assert import_rows([_row(keadaan="Proses")], mapping).added == 1
    complaint = Complaint.objects.get()
    assert (complaint.category, complaint.agency) == (potholes, world.roads)
    with pytest.raises(BadInput):
        import_rows([_row()], FORM.model_copy(update={"categories": {"Jalan": "tidak-ada"}}))


def _write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


COLUMNS: Final = [f"--column={field}={column}" for field, column in LIST.items() if field != "status"]
OPTIONS: Final = [*COLUMNS, "--column=title=judul", "--column=source=lapor", "--column=date_format=%d/%m/%Y"]


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_lists_come_in_as_spreadsheets_write_them(tmp_path: Path, encoding: str, separator: str) -> None:
    text = "nomor;topik;tanggal;judul\nA1;Caf\u00e9;30/06/2026;Lubang \u2013 besar\n".replace(";", separator)
    path = _write(tmp_path / "list.csv", text, encoding)
    call_command("import_complaints", str(path), *OPTIONS, "--constant=status=closed", rejects=tmp_path / "bad.csv")
    complaint = Complaint.objects.get()
    assert (complaint.title, complaint.category.name, complaint.status) == (
        "Lubang \u2013 besar",
        "Caf\u00e9",
        "closed",
    )


@pytest.mark.django_db
def test_a_reject_file_is_mended_and_given_again(tmp_path: Path) -> None:
    """Also where the list has columns called reason and line of its own."""
    text = "nomor,topik,tanggal,judul,reason,line\nA1,Jalan,kemarin,=Lubang,hujan,7\nA2,Jalan,30/06/2026,Lubang,x,8\n"
    rejects = tmp_path / "bad.csv"
    options = [*OPTIONS, "--constant=status=received"]
    call_command("import_complaints", str(_write(tmp_path / "list.csv", text)), *options, rejects=rejects)
    bad = rejects.read_text(encoding="utf-8-sig")
    assert '"hujan","7"' in bad and '"2"' in bad
    mended = _write(tmp_path / "mended.csv", bad.replace('"kemarin"', '"29/06/2026"'))
    call_command("import_complaints", str(mended), *options, rejects=tmp_path / "none.csv")
    assert set(Complaint.objects.values_list("external_id", "title")) == {("A1", "=Lubang"), ("A2", "Lubang")}
    assert not (tmp_path / "none.csv").exists()


@pytest.mark.django_db
def test_geojson_comes_in_with_its_points(tmp_path: Path) -> None:
    properties = {"nomor": 7, "topik": "Jalan", "tanggal": "30/06/2026", "judul": "Lubang"}
    point = {"type": "Point", "coordinates": [98.49, 3.1]}
    features = [{"type": "Feature", "properties": properties, "geometry": point}, {"type": "Feature"}]
    path = _write(tmp_path / "l.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    options = [*OPTIONS, "--constant=status=received", "--column=lon=lon", "--column=lat=lat"]
    call_command("import_complaints", str(path), *options, rejects=tmp_path / "bad.csv")
    complaint = Complaint.objects.get()
    assert (complaint.external_id, complaint.point and complaint.point.coords) == ("7", (98.49, 3.1))
    assert (tmp_path / "bad.csv").exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"source": "s" * 41}, {"time_zone": "Mars"}, {"statuses": {"x": "merged"}}, {"constants": {"colour": "red"}},
        {"constants": {"status": "closed"}}, {"status": ""}, {"constants": {"external_id": "1"}},
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_work_is_refused_before_a_row_is_read(changes: dict[str, object], tmp_path: Path) -> None:
    path = _write(tmp_path / "mapping.json", json.dumps({"source": "lapor", **LIST, **changes}))
    with pytest.raises(BadInput):
        read_mapping(path)


@pytest.mark.django_db
def test_a_misspelt_column_is_answered_with_the_columns_there_are(tmp_path: Path) -> None:
    path = _write(tmp_path / "list.csv", "nomor,topik\nA1,Jalan\n")
    with pytest.raises(CommandError, match="nomor, topik"):
        call_command("import_complaints", str(path), *OPTIONS, "--constant=status=received")


@pytest.mark.django_db
@pytest.mark.parametrize(("zone", "hour"), [("WIB", 1), ("WITA", 0), ("wit", -1), ("Asia/Makassar", 0)])
def test_a_time_counts_in_the_zone_of_the_mapping(zone: str, hour: int) -> None:
    mapping = Mapping.model_validate({**FORM.model_dump(), "time_zone": zone})
    import_rows([_row(tanggal="30/06/2026 08:30")], mapping)
    assert Complaint.objects.get().created_at == datetime(2026, 6, 30, 0, 30, tzinfo=UTC) + timedelta(hours=hour)


@pytest.mark.django_db
@pytest.mark.parametrize(("offset", "hour"), [("+0000", 8), ("Z", 8), ("+0700", 1), ("-03:00", 11)])
def test_an_offset_in_the_file_counts_more_than_the_zone_of_the_mapping(offset: str, hour: int) -> None:
    import_rows(
        [_row(tanggal=f"2026-06-30 08:15{offset}")], FORM.model_copy(update={"date_format": "%Y-%m-%d %H:%M%z"})
    )
    assert Complaint.objects.get().created_at == datetime(2026, 6, 30, hour, 15, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "words"),
    [("01/04/3020", "1900"), ("12/31/9999", "1900"), ("01/01/0001", "1900"), ("01/04/2150", "future")],
)
def test_a_complaint_that_was_closed_at_no_possible_time_is_rejected(day: str, words: str) -> None:
    with translation.override("en"):
        result = import_rows([{**ROW, "ClosedDate": f"{day} 12:00:00 AM"}, {**ROW, "SRNumber": "1-2"}])
    assert (result.added, [rejected.row.line for rejected in result.rejects]) == (1, [2])
    assert words in result.rejects[0].reason


@pytest.mark.django_db
def test_a_row_that_the_database_alone_refuses_costs_that_row_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_import, "_BATCH", 40)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN RAISE EXCEPTION 'not this one'; END$$;
            CREATE TRIGGER refuse BEFORE INSERT ON complaints_complaint
                FOR EACH ROW WHEN (NEW.external_id = 'N47') EXECUTE FUNCTION pg_temp.refuse()
            """
        )
    with CaptureQueriesContext(connection) as queries:
        result = import_rows([_row(nomor=f"N{number}") for number in range(60)], FORM)
    assert (result.added, Complaint.objects.count()) == (59, 59)
    assert [(rejected.row.line, "not this one" in rejected.reason) for rejected in result.rejects] == [(49, True)]
    assert sum(query["sql"].startswith("ROLLBACK TO") for query in queries) <= 6, "found by halves, not one by one"
