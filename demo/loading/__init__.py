"""The demo's data into the database, one module a package, each through its own actions. All may be run again."""
