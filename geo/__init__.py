"""Ground floor: areas, gazetteer, projections, measuring, geometry repair and file formats. Imports no other app."""
