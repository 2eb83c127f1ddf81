"""One decision from the person's answers and what the camera saw. Knows results only: no pose, no video."""

from formcheck.advisor.answers import Answer, Answers, load_answers
from formcheck.advisor.decision import Advice, Decision, Reason, advise
from formcheck.advisor.questions import QUESTIONS, Question

__all__ = ["QUESTIONS", "Advice", "Answer", "Answers", "Decision", "Question", "Reason", "advise", "load_answers"]
