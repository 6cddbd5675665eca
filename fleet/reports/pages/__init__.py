"""The pages of the fleet's reports."""
