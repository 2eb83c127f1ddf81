"""What all tests share."""

from hypothesis import settings

# how long one example takes says more of the machine, and of what else runs on it, than of the code
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
