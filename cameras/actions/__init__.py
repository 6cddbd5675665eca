"""What is done with cameras, one verb a module."""
