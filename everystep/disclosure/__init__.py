"""Protection of what is published: keyed noise, drawn once for each set and revision."""
