"""Render exercise clips whose joint angles are known exactly; see README.md."""
