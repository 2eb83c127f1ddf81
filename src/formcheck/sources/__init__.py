"""Where pose frames come from: video files, saved tracks, and the MediaPipe landmarker.

This package is the only place that imports mediapipe, and only when a frame has to be read. OpenCV is imported here and
where pictures are drawn and shown (`formcheck.drawing`, `formcheck.report.video`, `formcheck.live`), just as late.
"""
