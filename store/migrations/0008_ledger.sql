-- A text is read with its facts, and a channel's posts with their claims: without these each reads the whole table.
CREATE INDEX claim_facts_claim ON claim_facts(claim_id);
CREATE INDEX post_claims_post ON post_claims(post_id);
