"""How long positions, trips, events and quarantined frames are kept, and what is kept longer because of a hold."""
