-- What was shown to a question of a conversation, shortened: the next one may point at it. It goes with the question.
ALTER TABLE turns ADD COLUMN shown TEXT NOT NULL DEFAULT '';
