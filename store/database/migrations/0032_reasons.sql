-- Lines of what servers changed held those reasons too: of what was taken back the line says what it was, and by whom.
UPDATE audit SET detail = coalesce((SELECT '{"name":"' || min(r.target) || '"}' FROM retractions r
  WHERE r.owner = audit.owner AND audit.detail LIKE '{"name":"' || r.target || '",%'), '{}')
  WHERE owner LIKE 'guild:%' AND action IN ('told-corrected', 'told-removed') AND detail LIKE '%"changes"%';
