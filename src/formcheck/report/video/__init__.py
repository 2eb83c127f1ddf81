"""A film of a set with what was seen drawn into it: skeleton, angle, count, phase and cue; or the skeleton alone.

It reads a result, its track and the clip, and judges nothing anew: values come from `Exercise.observe`, everything else
from the result.
"""

from formcheck.report.video.writing import check_video, write_annotated_video

__all__ = ["check_video", "write_annotated_video"]
