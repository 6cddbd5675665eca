"""Addresses of the event log; included by ``fleet.urls``."""

from django.urls import path

from fleet.events.pages import events

urlpatterns = [
    path("fleet/events/acknowledge/", events.acknowledge_selected, name="fleet_events_acknowledge"),
    path("fleet/events/", events.event_list, name="fleet_events"),
]
