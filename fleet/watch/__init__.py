"""What the gateway knows by heart of zones and rules, and reads again when they change."""
