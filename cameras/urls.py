"""Addresses of the cameras, included at the root."""

from django.urls import path

from cameras.api import cameras, snapshot

urlpatterns = [
    path("cameras/<int:camera_id>/snapshot.jpg", snapshot.snapshot, name="camera_snapshot"),
    path("api/v1/cameras", cameras.cameras, name="api_cameras"),
    path("api/v1/cameras/seeing", cameras.seeing, name="api_cameras_seeing"),
    path("api/v1/cameras/<int:camera_id>", cameras.camera, name="api_camera"),
]
