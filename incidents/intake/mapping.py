"""How the columns of a foreign list of complaints become reports."""

import json
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from incidents.models import Status
from kit.errors import BadInput


class Mapping(BaseModel):
    """Column names of a CSV file, and what its values mean.

    ``source`` names the other system: it goes into each report, and before the codes of the categories made here.
    ``date_format`` is strptime's, in ``time_zone``. ``statuses`` gives ours for theirs; a status that it lacks makes
    the row a bad one. Empty column names are for what the file does not have.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    external_id: str
    category: str
    created: str
    status: str
    statuses: dict[str, Status]
    closed: str = ""
    lon: str = ""
    lat: str = ""
    title: str = ""
    description: str = ""
    anonymous: str = ""
    date_format: str = "%Y-%m-%d %H:%M:%S"
    time_zone: str = "Asia/Jakarta"

    @property
    def columns(self) -> set[str]:
        """The columns that a file must have."""
        named = (self.external_id, self.category, self.created, self.status, self.closed, self.lon, self.lat)
        return {name for name in (*named, self.title, self.description, self.anonymous) if name}


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


def read_mapping(path: Path) -> Mapping:
    """The mapping in a JSON file. Raises BadInput saying what is wrong with it."""
    try:
        return Mapping.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        reason = str(error.errors()[0]["msg"]) if isinstance(error, ValidationError) else str(error)
        raise BadInput(f"{path}: {reason}") from error


def recognised(header: list[str]) -> Mapping | None:
    """The built-in mapping whose columns are all in ``header``, or None."""
    return next((mapping for mapping in BUILT_IN if mapping.columns <= set(header)), None)
