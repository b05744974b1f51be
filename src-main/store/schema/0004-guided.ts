/** Guided labs that were begun, and what was told beforehand in a run. Instants in ms since 1970. */
export const guided = `
CREATE TABLE guided_labs (
  -- L1
  id TEXT PRIMARY KEY,
  -- of the course that was begun last
  begun_at INTEGER NOT NULL,
  spent_ms INTEGER NOT NULL,
  hints INTEGER NOT NULL,
  -- how it was solved last, as JSON
  report TEXT
) STRICT;

CREATE TABLE guided_told (
  -- the branch with which the run began
  run INTEGER PRIMARY KEY REFERENCES branches ON DELETE CASCADE,
  -- by VM and field, as JSON
  told TEXT NOT NULL
) STRICT;
`
