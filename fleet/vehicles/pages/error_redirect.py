"""Back to the vehicle with what could not be done, in words."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kit.errors import AppError


def back_to_vehicle(request: HttpRequest, vehicle_id: int, error: AppError, part: str) -> HttpResponse:
    """A redirect to the vehicle's part of the page; what is not permitted stays an error of its own."""
    if error.status == 403:
        raise error
    messages.error(request, str(error))
    return to_vehicle(vehicle_id, part)


def to_vehicle(vehicle_id: int, part: str) -> HttpResponse:
    """The vehicle's page, scrolled to one of its parts."""
    response = redirect("fleet_vehicle", vehicle_id=vehicle_id)
    response["Location"] += f"#{part}"
    return response
