"""How properties are searched: the same cases every time in a check, new ones in a soak.

`make test` tries fewer of the same cases (--hypothesis-profile=quick), so that people run it.
"""

from hypothesis import HealthCheck, settings

# A shared machine may be slow: no deadline is a property of the code.
settings.register_profile("check", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("quick", settings.get_profile("check"), max_examples=25)
settings.register_profile(
    "soak",
    deadline=None,
    max_examples=2_000,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("check")


def scaled(cases: int) -> int:
    """How many cases of a property are tried of which a check tries `cases`, in the profile in use.

    A number that a test gives by itself would hold in every profile alike.
    """
    return max(3, cases * settings().max_examples // 100)
