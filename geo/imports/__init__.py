"""Files into the database, with a report of every repair and refusal."""
