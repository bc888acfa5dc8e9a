"""Eighteen kinds of report as providers keep them, each with what is true in it."""
