"""A certificate for this installation: what must hold of it, each with a figure, measured here (``certify``)."""
