"""What people do to the fleet, one verb a module. ``actor`` None is the system itself, which asks no permission."""
