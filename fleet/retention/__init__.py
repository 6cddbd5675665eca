"""How long positions, trips and events are kept, and what is kept longer because somebody holds it."""
