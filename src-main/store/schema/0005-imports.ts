/** What an import assumed for a project and left out of it. */
export const imports = `
CREATE TABLE imports (
  project INTEGER PRIMARY KEY REFERENCES projects ON DELETE CASCADE,
  -- JSON, deflated
  record BLOB NOT NULL
) STRICT;
`
