"""What is made, stage by stage: assets that declare and delegate."""
