"""How the columns of a foreign list of complaints become complaints."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, field_validator, model_validator

from complaints.models import Status
from kit.errors import BadInput

FIELDS: Final = (
    "external_id", "category", "created", "status", "closed", "lon", "lat",
    "title", "description", "anonymous", "agency",
)  # fmt: skip
REQUIRED: Final = ("external_id", "category", "created", "status")
IMPORTABLE: Final = frozenset(Status) - {Status.MERGED, Status.POSTPONED, Status.REOPENED}
"""A merged complaint names another one, a postponed one its day, a reopened one what was wrong: lists hold none."""
_INDONESIAN_ZONES: Final = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


class Mapping(BaseModel):
    """Column names of a list, and what its values mean.

    ``source`` names the other system: it goes into each complaint, and before the codes of the categories made here.
    ``constants`` gives a field (one of `FIELDS`) the same value in every row, in place of a column. ``date_format`` is
    strptime's; a time without an offset counts in ``time_zone``. ``statuses`` gives ours for theirs; a status that it
    lacks makes the row a bad one, unless it is one of ours. ``categories`` gives the codes of our categories for their
    names; ``agency`` is for codes of our agencies. Empty column names are for what the file does not have.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    external_id: str = ""
    category: str = ""
    created: str = ""
    status: str = ""
    statuses: dict[str, Status] = {}
    categories: dict[str, str] = {}
    constants: dict[str, str] = {}
    closed: str = ""
    lon: str = ""
    lat: str = ""
    title: str = ""
    description: str = ""
    anonymous: str = ""
    agency: str = ""
    date_format: str = "%Y-%m-%d %H:%M:%S"
    time_zone: str = "Asia/Jakarta"

    @field_validator("statuses")
    @classmethod
    def _statuses_can_be_imported(cls, statuses: dict[str, Status]) -> dict[str, Status]:
        for theirs, ours in statuses.items():
            if ours not in IMPORTABLE:
                raise ValueError(f"{theirs!r} cannot become {ours.value!r}; use one of {_listed(IMPORTABLE)}")
        return statuses

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        zone = _INDONESIAN_ZONES.get(name.strip().upper(), name.strip())
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{name!r} is no time zone; use WIB, WITA, WIT or a name such as Asia/Jakarta") from None
        return zone

    @model_validator(mode="after")
    def _every_field_comes_from_one_place(self) -> "Mapping":
        for name in self.constants:
            if name not in FIELDS:
                raise ValueError(f"{name!r} is no field; constants may be given for {', '.join(FIELDS)}")
            if name == "external_id":
                raise ValueError("every row needs an external_id of its own; name a column")
            if getattr(self, name):
                raise ValueError(f"{name} has a column and a constant; give one of them")
        missing = [name for name in REQUIRED if not getattr(self, name) and name not in self.constants]
        if missing:
            raise ValueError(f"say which column holds {', '.join(missing)}")
        return self

    @property
    def columns(self) -> list[str]:
        """The columns that a file must have."""
        return [column for name in FIELDS if (column := getattr(self, name))]

    def value(self, row: dict[str, str], name: str) -> str:
        """What ``row`` says for the field ``name``: its column's cell or the constant, without outer white space."""
        column = getattr(self, name)
        return (row.get(column) or "").strip() if column else self.constants.get(name, "").strip()


LA311: Final = Mapping(
    source="la311",
    external_id="SRNumber",
    category="RequestType",
    created="CreatedDate",
    closed="ClosedDate",
    status="Status",
    lon="Longitude",
    lat="Latitude",
    anonymous="Anonymous",
    date_format="%m/%d/%Y %I:%M:%S %p",
    time_zone="America/Los_Angeles",
    statuses={
        "Open": Status.RECEIVED,
        "Closed": Status.CLOSED,
        "Cancelled": Status.REJECTED,
        "Referred Out": Status.ANSWERED,
    },
)
BUILT_IN: Final = (LA311,)


def read_mapping(path: Path | None, columns: Iterable[str] = (), constants: Iterable[str] = ()) -> Mapping:
    """The mapping in a JSON file, with ``FIELD=COLUMN`` and ``FIELD=VALUE`` pairs on top of it.

    Raises BadInput saying what is wrong with it.
    """
    values: dict[str, Any] = {}
    try:
        if path is not None:
            values = json.loads(path.read_text(encoding="utf-8-sig"))
        if not isinstance(values, dict):
            raise BadInput(_("%(path)s: the mapping must be a JSON object.") % {"path": path})
        values |= dict(_pair(pair) for pair in columns)
        if pairs := dict(_pair(pair) for pair in constants):
            values["constants"] = {**values.get("constants", {}), **pairs}
        return Mapping.model_validate(values)
    except ValidationError as error:
        raise BadInput(f"{path or 'mapping'}: {_reasons(error)}") from error
    except (OSError, ValueError, TypeError) as error:
        raise BadInput(f"{path}: {error}") from error


def recognised(header: Iterable[str]) -> Mapping | None:
    """The built-in mapping whose columns are all in ``header``, or None."""
    known = set(header)
    return next((mapping for mapping in BUILT_IN if set(mapping.columns) <= known), None)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise BadInput(_("Write “%(text)s” as FIELD=VALUE.") % {"text": text[:60]})
    return name.strip(), value.strip()


def _listed(statuses: Iterable[Status]) -> str:
    return ", ".join(sorted(status.value for status in statuses))


def _reasons(error: ValidationError) -> str:
    return "; ".join(
        ": ".join(
            filter(None, [".".join(str(part) for part in item["loc"]), item["msg"].removeprefix("Value error, ")])
        )
        for item in error.errors(include_url=False)[:5]
    )
