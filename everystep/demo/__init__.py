"""A made-up commission: its people, its reports, and what is true of it."""
