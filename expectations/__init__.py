"""What we expect of each table, and how gently we say so."""
