"""What was answered and what follows from it: answers, journal, path, progress, wording and profile. Pure."""
