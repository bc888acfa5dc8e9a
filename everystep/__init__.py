"""The careful parts of EveryStep, in plain Python that knows nothing of Dagster."""

__version__ = "0.1.0"
