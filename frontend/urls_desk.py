"""Addresses of the desk."""

from django.urls import path

from frontend.views import categories, desk, slip, surge

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/new/", desk.new, name="desk_new"),
    path("desk/surge/", surge.surge, name="desk_surge"),
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
    path("desk/<str:code>/slip/", slip.slip, name="slip"),
    path("desk/<str:code>/<slug:act>/", desk.step, name="step"),
]
