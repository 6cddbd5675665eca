"""Everything that leaves the installation: webhooks. Packages register what there is to send."""
