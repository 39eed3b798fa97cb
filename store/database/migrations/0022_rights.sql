-- What publishers allow of a text, as package rights writes it: "feed7:tdm page:snippet=50"; '' where nothing is reserved.
ALTER TABLE versions ADD COLUMN rights TEXT NOT NULL DEFAULT '';
-- How much of each article a conversation has shown word for word: numbers alone. The newest question holds the sum.
ALTER TABLE turns ADD COLUMN drawn TEXT NOT NULL DEFAULT '';
