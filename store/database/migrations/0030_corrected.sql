-- What an outlet has corrected is told like any other retraction. Each channel that was told it before has heard of it.
INSERT INTO post_recalls(retraction_id, post_id) SELECT DISTINCT x.id, k.post_id FROM retractions x
  JOIN retracted r ON r.retraction_id = x.id JOIN post_claims k ON k.claim_id = r.claim_id WHERE x.why LIKE 'the outlet %' AND x.words <> ''
  AND NOT EXISTS (SELECT 1 FROM post_recalls t WHERE t.retraction_id = x.id AND t.post_id = k.post_id);
