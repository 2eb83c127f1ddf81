"""One decision from the person's answers, what the camera saw, and their past. Knows results, no pose or video."""

from formcheck.advisor.advice import STRICTNESS, Advice, Decision, Reason
from formcheck.advisor.answers import load_answers
from formcheck.advisor.decision import advise
from formcheck.advisor.history import History, Morning, PastSet, Screened
from formcheck.advisor.interview import next_question
from formcheck.advisor.questions import QUESTIONS, Answer, Answers, Question, find_question

__all__ = [
    "QUESTIONS",
    "STRICTNESS",
    "Advice",
    "Answer",
    "Answers",
    "Decision",
    "History",
    "Morning",
    "PastSet",
    "Question",
    "Reason",
    "Screened",
    "advise",
    "find_question",
    "load_answers",
    "next_question",
]
