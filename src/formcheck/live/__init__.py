"""Feedback while exercising: a camera is watched, what is seen is spoken and shown large."""
