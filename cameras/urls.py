"""Addresses of the cameras, included at the root."""

from django.urls import path

from cameras.api import cameras, snapshot
from cameras.views import camera, edit, registry

urlpatterns = [
    path("cameras/", registry.registry, name="cameras"),
    path("cameras/new/", edit.new, name="camera_new"),
    path("cameras/<int:camera_id>/", camera.camera, name="camera"),
    path("cameras/<int:camera_id>/edit/", edit.edit, name="camera_edit"),
    path("cameras/<int:camera_id>/stage/", camera.stage, name="camera_stage"),
    path("cameras/<int:camera_id>/certificate/", camera.certificate, name="camera_certificate"),
    path("cameras/<int:camera_id>/snapshot.jpg", snapshot.snapshot, name="camera_snapshot"),
    path("api/v1/cameras", cameras.cameras, name="api_cameras"),
    path("api/v1/cameras/seeing", cameras.seeing, name="api_cameras_seeing"),
    path("api/v1/cameras/<int:camera_id>", cameras.camera, name="api_camera"),
]
