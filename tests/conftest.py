"""Settings for all tests."""

import contextlib

with contextlib.suppress(ModuleNotFoundError):  # the tests of the page do without it
    from hypothesis import HealthCheck, settings

    # How long an example takes says something about the machine only.
    settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("any machine")
