"""What each table is: one file, one select, one table, described by its own comment."""

from sql.catalogue import Described, deps_of, described, tables

__all__ = ["Described", "deps_of", "described", "tables"]
