"""Where the sentences of a text begin and end, and which of its units are sentences at all."""

from briefs.sentences.shape import reads_as_sentence
from briefs.text.sentences import split

__all__ = ["reads_as_sentence", "split"]
