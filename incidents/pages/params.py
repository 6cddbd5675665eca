"""What the addresses of the pages may say."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from incidents.models import State
from incidents.selectors.incidents import IncidentFilter
from kit.http.parameters import Query
from kit.text import StorableText

EMPTY = BeforeValidator(lambda value: None if value == "" else value)


class ListQuery(Query):
    """``state`` is one of State; all when absent."""

    q: Annotated[StorableText, Field(max_length=80)] = ""
    state: Annotated[State | None, EMPTY] = None
    page: Annotated[int, Field(ge=1, lt=2**31)] = 1

    def wanted(self) -> IncidentFilter:
        """The filter that the address describes."""
        return IncidentFilter(state=self.state or "", text=self.q.strip())


class NewQuery(Query):
    """``complaint``: tracking codes of the complaints that tell of the incident."""

    complaint: Annotated[StorableText, Field(max_length=1000)] = ""
