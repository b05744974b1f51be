/** Instants of a run are milliseconds from its start; `_at` of projects and branches are milliseconds since 1970. Texts of size are deflated. */
export const init = `
PRAGMA application_id = 1213158484;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE projects (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  sample TEXT,
  file TEXT,
  created_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;

CREATE TABLE revisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  number INTEGER NOT NULL,
  file_name TEXT NOT NULL,
  text BLOB NOT NULL,
  -- SHA-256 of the text and of what it names
  digest TEXT NOT NULL,
  outline TEXT NOT NULL,
  UNIQUE (project, number)
) STRICT;

CREATE TABLE traces (
  revision INTEGER NOT NULL REFERENCES revisions ON DELETE CASCADE,
  path TEXT NOT NULL,
  text BLOB NOT NULL,
  UNIQUE (revision, path)
) STRICT;

CREATE TABLE branches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  revision INTEGER NOT NULL REFERENCES revisions ON DELETE CASCADE,
  root INTEGER NOT NULL REFERENCES branches ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  parent INTEGER REFERENCES branches ON DELETE CASCADE,
  fork_turn INTEGER NOT NULL,
  fork_seq INTEGER NOT NULL,
  fork_at INTEGER NOT NULL,
  label TEXT NOT NULL,
  seed INTEGER NOT NULL,
  engine_version INTEGER NOT NULL,
  reached_turn INTEGER NOT NULL,
  reached_seq INTEGER NOT NULL,
  reached_at INTEGER NOT NULL,
  shown_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX branches_project ON branches (project);
CREATE INDEX branches_revision ON branches (revision);
CREATE INDEX branches_root ON branches (root);
CREATE INDEX branches_parent ON branches (parent);

CREATE TABLE commands (
  id INTEGER PRIMARY KEY,
  branch INTEGER NOT NULL REFERENCES branches ON DELETE CASCADE,
  turn INTEGER NOT NULL,
  t INTEGER NOT NULL,
  command TEXT NOT NULL,
  args TEXT NOT NULL
) STRICT;
CREATE INDEX commands_branch ON commands (branch);

CREATE TABLE turns (
  branch INTEGER NOT NULL REFERENCES branches ON DELETE CASCADE,
  first_turn INTEGER NOT NULL,
  last_turn INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  events INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  event_text BLOB NOT NULL,
  view_text BLOB NOT NULL,
  UNIQUE (branch, first_turn)
) STRICT;

CREATE TABLE keyframes (
  branch INTEGER NOT NULL REFERENCES branches ON DELETE CASCADE,
  turn INTEGER NOT NULL,
  at INTEGER NOT NULL,
  log_length INTEGER NOT NULL,
  digest TEXT NOT NULL,
  text BLOB NOT NULL,
  UNIQUE (branch, turn)
) STRICT;

CREATE TABLE bookmarks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  branch INTEGER NOT NULL REFERENCES branches ON DELETE CASCADE,
  t INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX bookmarks_branch ON bookmarks (branch);
`
