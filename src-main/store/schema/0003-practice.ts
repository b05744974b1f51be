/** The practice: attempts with their questions as they were asked, and what is remembered. Instants in ms since 1970. */
export const practice = `
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY,
  -- the same on every machine that it was taken to
  key TEXT NOT NULL UNIQUE,
  -- what was chosen before it began, as JSON
  plan TEXT NOT NULL,
  counts INTEGER NOT NULL,
  begun_at INTEGER NOT NULL,
  finished_at INTEGER,
  -- number of the item that is shown, from 0
  shown INTEGER NOT NULL
) STRICT;

CREATE TABLE attempt_items (
  attempt INTEGER NOT NULL REFERENCES attempts ON DELETE CASCADE,
  number INTEGER NOT NULL,
  -- deflated JSON
  question BLOB NOT NULL,
  -- its topics, as a JSON list
  topics TEXT NOT NULL,
  response TEXT,
  flagged INTEGER NOT NULL,
  spent_ms INTEGER NOT NULL,
  is_right INTEGER,
  told_at INTEGER,
  PRIMARY KEY (attempt, number)
) STRICT;
CREATE INDEX attempt_items_told ON attempt_items (told_at) WHERE told_at IS NOT NULL;

-- cards of spaced repetition: a family (F01) or a fact question (ha-001), as JSON
CREATE TABLE memory_cards (
  key TEXT PRIMARY KEY,
  card TEXT NOT NULL
) STRICT;
`
