"""Tests of the group room."""
