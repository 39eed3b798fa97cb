-- Words of names in public articles, by their sound: a question may spell them otherwise.
-- They are found while an article is indexed, so everything is indexed anew.
CREATE TABLE spellings(key TEXT NOT NULL, spelling TEXT NOT NULL, PRIMARY KEY(key, spelling));
UPDATE versions SET segment_id = NULL;
DELETE FROM postings;
DELETE FROM segments;
