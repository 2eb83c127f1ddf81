"""The diary: what was done, seen, answered and decided, in one file on the person's own machine."""

from formcheck.diary.export import export_diary
from formcheck.diary.opening import find_default_path
from formcheck.diary.records import Note, Record, StoredSet
from formcheck.diary.store import Diary, open_diary
from formcheck.diary.writing import OF_A_DAY

__all__ = ["OF_A_DAY", "Diary", "Note", "Record", "StoredSet", "export_diary", "find_default_path", "open_diary"]
