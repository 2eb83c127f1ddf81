"""Figures and text drawn into pictures: for the film of a set, and for the window that shows the person live."""
