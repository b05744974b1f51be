/** Id of a sourced statement about product behaviour, such as HA-041. `knowledge` holds the statements; a test checks that every id cited exists. */
export type FactId = `${'HA' | 'DRS' | 'VM' | 'SN' | 'FT'}-${string}`
