"""Addresses of the desk."""

from django.urls import path

from frontend.views import categories, desk

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/new/", desk.new, name="desk_new"),
    path("desk/categories/", categories.category_list, name="desk_categories"),
    path("desk/categories/new/", categories.category_edit, name="desk_category_new"),
    path("desk/categories/<int:category_id>/", categories.category_edit, name="desk_category"),
    path("desk/categories/<int:category_id>/rules/", categories.rule_add, name="desk_rule_add"),
    path(
        "desk/categories/<int:category_id>/rules/<int:rule_id>/remove/",
        categories.rule_remove,
        name="desk_rule_remove",
    ),
    path("desk/<str:code>/", desk.case, name="case"),
    path("desk/<str:code>/<slug:act>/", desk.step, name="step"),
]
