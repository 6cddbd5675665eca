"""What the addresses of the fleet's pages may say."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from fleet.vehicles.freshness import Condition
from fleet.vehicles.vehicle_list import VehicleFilter
from kit.http.parameters import Query


def _none_if_empty(value: Any) -> Any:
    """An empty field of a form says nothing."""
    return None if value == "" else value


EMPTY = BeforeValidator(_none_if_empty)


def id_of(text: str) -> int | None:
    """The id that a field of a form holds, or None: digits of other scripts and numbers beyond every id are none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


class ListQuery(Query):
    """``agency`` 0: vehicles of no agency; ``state`` a Condition, or "unused" for those out of use."""

    q: Annotated[str, Field(max_length=80)] = ""
    agency: Annotated[int | None, Field(ge=0, lt=2**31), EMPTY] = None
    state: Annotated[Condition | Literal["unused"] | None, EMPTY] = None
    sort: Literal["name", "age", "-age"] = "name"
    page: Annotated[int, Field(ge=1, lt=2**31)] = 1
    format: Literal["html", "csv"] = "html"

    def wanted(self) -> VehicleFilter:
        """The filter that the address describes."""
        return VehicleFilter(
            text=self.q.strip(),
            agency=self.agency,
            condition=self.state if isinstance(self.state, Condition) else None,
            unused=self.state == "unused",
            order=self.sort,
        )


class VehiclePageQuery(Query):
    """``day`` in the region's zone, the last 24 hours with data when absent; ``marked`` shows disbelieved fixes."""

    day: Annotated[date | None, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1)), EMPTY] = None
    marked: bool = False


class WeekQuery(Query):
    """``week``: any day of the week that is shown; this week when absent."""

    week: Annotated[date | None, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1)), EMPTY] = None
