-- A server is told once, ever, that the bot is there. Those that were known before that was done are not told later.
UPDATE guilds SET profile = CASE WHEN profile = '{}' THEN '{"greeted":true}' ELSE '{"greeted":true,' || substr(profile, 2) END
WHERE profile LIKE '{%}';
