"""Entity tags: a table's content in one short text, so that an unchanged answer costs one small query and no bytes."""

from django.db import connection
from django.http import HttpRequest
from django.utils.translation import get_language

from kit.http.etag import etag_of

_STATE = {
    "geo_area": "SELECT count(*), max(imported_at)::text FROM geo_area",
    "geo_groundfeature": "SELECT count(*), max(imported_at)::text FROM geo_groundfeature",
}


def table_etag(table: str, request: HttpRequest) -> str:
    """A tag that changes with the table's rows, the question and the language."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE[table])
        count, newest = cursor.fetchone()
    text = f"{table}|{count}|{newest}|{request.get_full_path()}|{get_language()}"
    return etag_of(text)
