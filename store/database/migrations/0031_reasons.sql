-- What was taken back on members' reports held the reasons they gave, without an end.
UPDATE retractions SET why = '' WHERE owner <> '';
