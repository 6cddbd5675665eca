"""The document engine: tables and charts to screen, XLSX, CSV, PDF, GPX, KML and JSON. It knows no package above."""
