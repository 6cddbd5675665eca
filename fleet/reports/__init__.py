"""Reports on the fleet: rows in, a typed table out, in any format, at once or by the worker."""
