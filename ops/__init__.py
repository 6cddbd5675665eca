"""Setting up, starting and checking Pantau on one machine. Standard library only: it runs before anything is installed."""
