"""What is made, stage by stage: assets that declare and delegate."""

import warnings

from dagster import BetaWarning

# The parts that Dagster still calls beta are held by tests of our own.
warnings.filterwarnings("ignore", category=BetaWarning)
