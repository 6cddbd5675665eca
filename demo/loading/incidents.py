"""Two incidents: one that is being worked on, from two complaints with two vehicles, and one that is closed."""

import uuid

from complaints.models import Complaint
from demo.loading.complaints import token_of
from demo.loading.people_seed import person
from fleet.models import Device
from incidents.actions.add_note import add_note
from incidents.actions.advance import advance
from incidents.actions.assign_vehicle import assign_vehicle
from incidents.actions.close import close
from incidents.actions.open_incident import IncidentDraft, open_incident
from incidents.actions.release_vehicle import release_vehicle
from incidents.lifecycle import Act
from incidents.models import Incident

_NAMESPACE = uuid.UUID("0c5f9d5e-3a52-4a2e-8a56-6b3f1f2c7d02")
_OPEN, _CLOSED = uuid.uuid5(_NAMESPACE, "open"), uuid.uuid5(_NAMESPACE, "closed")


def load_incidents() -> int:
    """Open what is not there; returns how many. Complaints and vehicles are loaded before."""
    known = set(Incident.objects.exclude(form_token=None).values_list("form_token", flat=True))
    missing = [load for token, load in ((_CLOSED, _load_closed), (_OPEN, _load_open)) if token not in known]
    for load in missing:
        load()
    return len(missing)


def _load_open() -> None:
    operator = person("operator")
    codes = [Complaint.objects.get(form_token=token_of(key)).tracking_code for key in ("r04", "r23")]
    draft = IncidentDraft(
        "Longsor di Penatapan, truk sayur terguling di Daulu", "landslide", "emergency", form_token=_OPEN
    )
    code = open_incident(operator, draft, codes).code
    for identity in ("demo-010", "demo-007"):
        assign_vehicle(code, operator, _vehicle(identity))
    add_note(code, operator, text="Satu lajur arah Medan tertutup; Satlantas mengatur lalu lintas bergantian.")


def _load_closed() -> None:
    operator, supervisor = person("operator"), person("pengawas")
    draft = IncidentDraft(
        "Kebakaran kios di Pasar Buah Berastagi",
        "fire",
        lon=98.5075,
        lat=3.1958,
        place="Pasar Buah Berastagi",
        form_token=_CLOSED,
    )
    code = open_incident(operator, draft).code
    vehicle = _vehicle("demo-013")
    assign_vehicle(code, operator, vehicle)
    advance(Act.CONTAIN, code, operator, text="Api tidak merambat ke kios lain.")
    release_vehicle(code, operator, vehicle)
    close(code, supervisor, note="Api padam, satu kios rusak, tidak ada korban.")


def _vehicle(identity: str) -> int | None:
    return Device.objects.get(identity=identity).vehicle_id
