"""What all tests share: examples are not timed, since a busy machine is no fault of the code."""

from hypothesis import settings

settings.register_profile("backissue", deadline=None)
settings.load_profile("backissue")
