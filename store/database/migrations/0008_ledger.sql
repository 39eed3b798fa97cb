-- A text is read with its facts, a channel's posts with their claims, a story with what was told of it: without these each reads a whole table.
CREATE INDEX claim_facts_claim ON claim_facts(claim_id);
CREATE INDEX post_claims_post ON post_claims(post_id);
CREATE INDEX cites_version ON cites(version_id);
