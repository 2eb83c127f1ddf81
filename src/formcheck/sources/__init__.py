"""Where pose frames come from: video files, saved tracks, and the MediaPipe landmarker.

This package is the only place that imports cv2 and mediapipe, and only when a frame has to be read.
"""
