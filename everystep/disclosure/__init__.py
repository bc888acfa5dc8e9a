"""Protection of what is published: keyed noise, one draw for each set and revision."""
