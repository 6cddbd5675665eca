"""What is done with incidents, one verb a module."""
