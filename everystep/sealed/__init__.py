"""Where identifiable reports are kept, and the only door to them."""
