"""Population: the projection, and the workers who stand for it."""
