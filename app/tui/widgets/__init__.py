"""The parts of the screens. They show values they are given and answer with messages."""
