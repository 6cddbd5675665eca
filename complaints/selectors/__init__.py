"""Reading complaints, always for somebody."""
