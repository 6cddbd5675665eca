"""What the map of an incident shows."""

from typing import Any

from django.urls import reverse

from complaints.models import Complaint
from incidents.models import Incident


def markers(incident: Incident, complaints: list[Complaint]) -> dict[str, Any] | None:
    """The incident's place and its complaints around it; None for an incident without a place."""
    if incident.point is None:
        return None
    others = [
        {
            "lon": complaint.point.x,
            "lat": complaint.point.y,
            "title": f"{complaint.tracking_code} · {complaint.title}",
            "url": reverse("case", args=[complaint.tracking_code]),
        }
        for complaint in complaints
        if complaint.point is not None
    ]
    return {"lon": incident.point.x, "lat": incident.point.y, "district": "", "others": others}
