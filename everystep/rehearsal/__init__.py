"""What would be read of a file, before anything of it is kept."""
