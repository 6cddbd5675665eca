"""What is done with zones, one verb a module."""
