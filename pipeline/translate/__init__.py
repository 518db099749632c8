"""Translate segments through memory, engines and checks; every unit knows its state."""
