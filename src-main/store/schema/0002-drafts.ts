/** Drafts of labs, with every step that was taken. A step holds its whole text, or what differs from that of the step `base`. */
export const drafts = `
CREATE TABLE drafts (
  project INTEGER PRIMARY KEY REFERENCES projects ON DELETE CASCADE,
  -- the revision that it was begun from, or that was made of it last
  revision INTEGER NOT NULL REFERENCES revisions ON DELETE CASCADE,
  file_name TEXT NOT NULL,
  -- number of the step that is shown
  cursor INTEGER NOT NULL
) STRICT;

CREATE TABLE draft_steps (
  project INTEGER NOT NULL REFERENCES drafts ON DELETE CASCADE,
  number INTEGER NOT NULL,
  -- what it did, as JSON
  label TEXT NOT NULL,
  base INTEGER,
  -- how many characters of the base's text it begins and ends with
  head INTEGER NOT NULL,
  tail INTEGER NOT NULL,
  text BLOB NOT NULL,
  PRIMARY KEY (project, number)
) STRICT;
`
