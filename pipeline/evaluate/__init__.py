"""Measure what the rooms do, with named metrics."""
