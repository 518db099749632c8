"""Translation engines, one file each, behind one contract."""
