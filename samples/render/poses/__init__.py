"""Poses of the exercises, one file each."""
