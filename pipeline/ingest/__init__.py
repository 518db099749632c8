"""Bytes in, documents out: decode a file, find its blocks, judge nothing."""
