/** Carries out what the menu, the keys and the buttons of the design ask for. */
import type { DesignKind } from '../../../src-main/contract/api-design.ts'
import { useDesignDoor } from '../../stores/design-door.ts'
import { useDesignStore } from '../../stores/design.ts'
import { freeNames, isBlock, newEntry } from './design-model.ts'
import { designDialogs, type DesignAction } from './design-menu.ts'

export interface DesignActions {
  readonly possible: (action: DesignAction) => boolean
  readonly run: (action: DesignAction) => void
  readonly add: (kind: DesignKind) => void
  /** What was asked for on another page, once the draft is there; its name is what is typed first. */
  readonly addWanted: () => Promise<void>
}

export function useDesignActions(): DesignActions {
  const design = useDesignStore()
  const door = useDesignDoor()

  function possible(action: DesignAction): boolean {
    const { form, names } = design.selected
    if (action === 'paste') return design.lab !== null
    if (isBlock(form) || names.length === 0) return false
    if (action === 'rename') return names.length === 1
    if (action === 'move') return form === 'vm' || form === 'host'
    if (action === 'keepTogether' || action === 'separate') return form === 'vm' && names.length > 1
    if (action === 'vmGroup') return form === 'vm'
    if (action === 'hostGroup') return form === 'host'
    return true
  }

  /** Rules and groups are part of DRS's block, which is there as a whole or not at all. */
  function add(kind: DesignKind): void {
    if (kind === 'vm') return void (designDialogs.dialog = 'vms')
    const { things, selected } = design
    const vms = selected.form === 'vm' ? selected.names : []
    void design.add(kind, [newEntry(things, kind, vms)])
  }

  function addWith(kind: 'rule' | 'vmGroup' | 'hostGroup', rest: { readonly [key: string]: string | readonly string[] }): void {
    const [name = ''] = freeNames(design.things, kind)
    void design.add(kind, [{ name, ...rest }])
  }

  async function addWanted(): Promise<void> {
    const kind = door.wanted
    door.wanted = null
    if (kind === null || design.lab === null) return
    if (await design.add(kind, [newEntry(design.things, kind, [])])) focusName()
  }

  function focusName(): void {
    design.target = { key: ['name'], n: (design.target?.n ?? 0) + 1 }
  }

  function run(action: DesignAction): void {
    if (!possible(action)) return
    const { names } = design.selected
    switch (action) {
      case 'rename':
        return focusName()
      case 'duplicate':
        return void design.duplicate()
      case 'copies':
        designDialogs.dialog = 'copies'
        return
      case 'move':
        designDialogs.dialog = 'move'
        return
      case 'keepTogether':
      case 'separate':
        return addWith('rule', { type: action, vms: names })
      case 'vmGroup':
      case 'hostGroup':
        return addWith(action, { members: names })
      case 'copy':
        return void design.copy()
      case 'paste':
        return void design.paste()
      case 'remove':
        return void design.remove()
    }
  }

  return { possible, run, add, addWanted }
}
