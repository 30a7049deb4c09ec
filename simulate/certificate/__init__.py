"""A certificate for this installation: what must hold for it, each with a figure, measured here (``certify``)."""
