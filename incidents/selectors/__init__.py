"""Reading incidents, always for somebody."""
