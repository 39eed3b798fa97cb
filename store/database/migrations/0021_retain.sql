-- What is kept for how long. An article in state evidence has only the sentences that were shown. Each of these finds what is due, the oldest first.
CREATE INDEX articles_sweep ON articles(seen_at) WHERE state = 'live' AND ident <> ''; -- the second for the sweep alone: other queries have better ways
CREATE INDEX summaries_made ON summaries(made_at);
CREATE INDEX posts_due ON posts(due_at);
CREATE INDEX slots_due_at ON slots(due_at);
CREATE INDEX stories_last ON stories(last_at);
CREATE INDEX stories_merged ON stories(merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX turns_summary ON turns(summary_id) WHERE summary_id IS NOT NULL;
CREATE INDEX mutes_story ON mutes(story_id);
-- A segment is taken out list by list.
CREATE INDEX postings_segment ON postings(segment_id, term);
-- When a spelling was last met, to within a month; 0 is before that was noted.
ALTER TABLE spellings ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
UPDATE spellings SET seen_at = coalesce((SELECT max(seen_at) FROM articles), 0);
-- Articles that were dropped and that a feed may still hold: ident is a hash of its identity, at when it was met last. They are not read again.
CREATE TABLE tombstones(domain TEXT NOT NULL, ident BIGINT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY(domain, ident));
CREATE INDEX tombstones_at ON tombstones(at);
