"""When it runs, where, and by whom."""
