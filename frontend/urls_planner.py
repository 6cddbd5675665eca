"""The planner's address."""

from django.urls import path

from frontend.views.planner import planner

urlpatterns = [path("planner/", planner, name="planner")]
