"""The demo's data into the database, one module a room, each through that room's own actions. All may be run again."""
