/** What was handed over cannot be imported at all. Each line is a sentence for whoever handed it over. */
export class InventoryError extends Error {
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super(lines.join('\n'))
    this.name = 'InventoryError'
    this.lines = lines
  }
}

/** Somebody asked for the import to end. */
export class InventoryCancelled extends Error {
  constructor() {
    super('The import was cancelled')
    this.name = 'InventoryCancelled'
  }
}
