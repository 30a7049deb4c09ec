"""Official figures the model is held against, and what it takes to meet them.  Uses the model's public face only."""
