"""Setting up, starting and checking Pantau on one machine; standard library only, as it runs before all else."""
