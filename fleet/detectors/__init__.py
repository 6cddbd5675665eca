"""What happened to a vehicle, seen in its fixes. Pure: memory, fixes and rules in, memory and events out."""
