"""What runs where a file is opened: its reader, limits, and nothing else of ours.

Whatever a file does to a parser, there is no key and no other file within its reach.
Started by its path (see ``start.py``), so that not even our packages' own first lines
are run; it therefore imports by relative names only.
"""
