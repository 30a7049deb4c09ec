"""How sure a result is beyond its sample: vectors of fitted and assumed parameters, all lived by the same workers."""

from simulate.draws.run import with_draws

__all__ = ["with_draws"]
