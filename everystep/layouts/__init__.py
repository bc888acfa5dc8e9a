"""What a report's cells mean, as data: one YAML file for each existing report."""
