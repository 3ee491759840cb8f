"""Makes hostile HTML harmless (`sanitise`) and turns HTML into readable text (`plain_text`)."""

from backissue.text.html.closing import closable
from backissue.text.html.plain import plain_text
from backissue.text.html.sanitiser import sanitise

__all__ = ["closable", "plain_text", "sanitise"]
