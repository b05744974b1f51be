/** The numbers and rules of the facts about snapshots, beside the id of their fact. Times in ms. */
export const snapshotConstants = {
  'SN-001': { settingsReturn: true },
  'SN-002': { withoutMemoryOff: true },
  /** Virtual hardware 11, which this level brought, writes memory into a file of its own. */
  'SN-003': { vmemFromProduct: 6 },
  'SN-004': { childIsWritten: true },
  'SN-005': { seSparseOnVmfs: 6, seSparseFromGiB: 2048 },
  'SN-006': { levels: 32, recommendedDepth: 3, keepMs: 259_200_000 },
  'SN-007': { belowCurrent: true, newestOfEqualNames: true },
  'SN-008': { runningStateGoes: true },
  'SN-009': { mergesDown: true },
  'SN-010': { leavesNone: true },
  'SN-011': { failureIsShown: true },
  'SN-012': { blocksOthers: true },
  /** vSphere's default alarm on datastore usage, percent. */
  'SN-016': { yellowPercent: 75, redPercent: 85, pausesWhenFull: true },
  'SN-017': { stunMs: 200, furtherDiskMs: 50 },
  'SN-018': { stunMs: 500, furtherDiskMs: 50 },
  /** How long a guest may take to freeze its file systems. */
  'SN-019': { needsTools: true, scriptCanFail: true, freezeMs: 10_000 },
  'SN-020': { memoryNeedsNoFlush: true },
  /** Below this level a running VM with an independent disk takes no snapshot at all. */
  'SN-021': { devicesRefused: true, independentRefused: true, onlyMemoryFromProduct: 6.7 },
  'SN-022': { sizeIsFixed: true },
  'SN-027': { chainMoves: true },
  'SN-028': { runningStateStays: true },
  'SN-029': { unfinishedIsLost: true },
  'SN-031': { liesWithItsDisks: true },
  'SN-032': { imageNeedsCpu: true },
  'SN-034': { treeStays: true },
} as const
