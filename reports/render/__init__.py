"""Every file format by its name."""

from collections.abc import Callable
from typing import BinaryIO, Final

from reports.choices import ReportFormat
from reports.render import csv_file, gpx, json_file, kml, pdf_file, xlsx
from reports.table import Heading, Table

Write = Callable[[Table, Heading, BinaryIO, Callable[[float], None]], None]
"""(table, heading, where to, who hears the share that is done)."""

WRITE: Final[dict[ReportFormat, Write]] = {
    ReportFormat.SCREEN: json_file.write,
    ReportFormat.JSON: json_file.write,
    ReportFormat.XLSX: xlsx.write,
    ReportFormat.CSV: csv_file.write,
    ReportFormat.PDF: pdf_file.write,
    ReportFormat.GPX: gpx.write,
    ReportFormat.KML: kml.write,
}
TYPES: Final[dict[ReportFormat, str]] = {
    ReportFormat.SCREEN: "application/json",
    ReportFormat.JSON: "application/json",
    ReportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportFormat.CSV: "text/csv; charset=utf-8",
    ReportFormat.PDF: "application/pdf",
    ReportFormat.GPX: "application/gpx+xml",
    ReportFormat.KML: "application/vnd.google-earth.kml+xml",
}
