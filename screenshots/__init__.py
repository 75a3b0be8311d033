"""Pictures of every screen and of the printed profile, and what makes them."""
