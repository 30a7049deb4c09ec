"""How fast the model is here, as multiples of a reference month timed in the same process."""
