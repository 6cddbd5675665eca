"""Reading reports, always for somebody."""
