"""What Teltonika trackers send, over TCP and UDP."""
