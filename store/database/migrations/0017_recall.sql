-- What was told and is taken back. owner '' is the operator's: everywhere; of a server it holds for that server's channels alone. words: what is right, as readers see it.
ALTER TABLE retractions ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE retractions ADD COLUMN words TEXT NOT NULL DEFAULT '';
CREATE TABLE retracted(retraction_id BIGINT NOT NULL REFERENCES retractions(id) ON DELETE CASCADE, claim_id BIGINT NOT NULL REFERENCES claims(id) ON DELETE CASCADE, PRIMARY KEY(claim_id, retraction_id));
CREATE INDEX retracted_by ON retracted(retraction_id);
-- Fingerprints of the sentences on which it rested: they are not told again.
CREATE TABLE withheld(print BIGINT NOT NULL, retraction_id BIGINT NOT NULL REFERENCES retractions(id) ON DELETE CASCADE, PRIMARY KEY(print, retraction_id));
-- Claims of earlier messages that a message speaks of, as an update does. They do not count as told by it.
CREATE TABLE post_mentions(claim_id BIGINT NOT NULL REFERENCES claims(id) ON DELETE CASCADE, post_id BIGINT NOT NULL REFERENCES posts(id) ON DELETE CASCADE, PRIMARY KEY(claim_id, post_id));
CREATE INDEX post_mentions_post ON post_mentions(post_id);
-- What a channel was told of what was taken back: in which message.
CREATE TABLE post_recalls(retraction_id BIGINT NOT NULL REFERENCES retractions(id) ON DELETE CASCADE, post_id BIGINT NOT NULL REFERENCES posts(id) ON DELETE CASCADE, PRIMARY KEY(retraction_id, post_id));
CREATE INDEX post_recalls_post ON post_recalls(post_id);
-- Posts that show what is taken back. state: rewrite (as it is stored), edit (where it stands), edited, gone, failed. no: how often something of it was taken back.
CREATE TABLE recalls(post_id BIGINT PRIMARY KEY REFERENCES posts(id) ON DELETE CASCADE, state TEXT NOT NULL, no BIGINT NOT NULL, at BIGINT NOT NULL, tries INTEGER NOT NULL, error TEXT NOT NULL DEFAULT '');
CREATE INDEX recalls_todo ON recalls(at) WHERE state IN ('rewrite', 'edit');
