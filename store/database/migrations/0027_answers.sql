-- Answers that stand in Discord, a row a message; their words are not kept. message_id and channel_id are Discord's; owner: guild:ID, or user:ID in direct messages.
-- state: '' (it stands), edit (something in it is taken back), edited, gone, failed. retraction_id is the one that it is edited for.
CREATE TABLE answers(message_id BIGINT PRIMARY KEY, channel_id BIGINT NOT NULL, owner TEXT NOT NULL, lang TEXT NOT NULL, said_at BIGINT NOT NULL, state TEXT NOT NULL DEFAULT '',
  retraction_id BIGINT REFERENCES retractions(id) ON DELETE SET NULL, at BIGINT NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '');
CREATE INDEX answers_owner ON answers(owner);
CREATE INDEX answers_said ON answers(said_at);
CREATE INDEX answers_retraction ON answers(retraction_id) WHERE retraction_id IS NOT NULL;
CREATE INDEX answers_todo ON answers(at) WHERE state = 'edit';
-- The sentences on which they rest, numbered, by the fingerprints of their pieces (package recall); 0 is that of one without any.
CREATE TABLE answer_rests(message_id BIGINT NOT NULL REFERENCES answers(message_id) ON DELETE CASCADE, no INTEGER NOT NULL, article_id BIGINT NOT NULL, print BIGINT NOT NULL, PRIMARY KEY(message_id, no, print));
CREATE INDEX answer_rests_print ON answer_rests(print);
CREATE INDEX answer_rests_article ON answer_rests(article_id);
