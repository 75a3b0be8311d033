"""Real and invented assessments, and the script that sets the invented vendor's documents."""
