"""A contribution, from due to paid: base, shares of platform, state and worker, lapse, levy at source, credit."""
