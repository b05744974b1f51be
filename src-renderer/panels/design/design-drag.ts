/** Dragging VMs to hosts, and hosts to fault domains. What is dragged is named here: the browser tells it only to a drop. */
import { ref } from 'vue'
import type { DesignKind } from '../../../src-main/contract/api-design.ts'
import { useDesignStore } from '../../stores/design.ts'

interface Dragged {
  readonly kind: 'vm' | 'host'
  readonly names: readonly string[]
}

export const dragged = ref<Dragged | null>(null)
const over = ref<string | null>(null)

/** One that is selected takes the whole selection along. */
export function beginDesignDrag(event: DragEvent, kind: DesignKind, name: string): void {
  if (kind !== 'vm' && kind !== 'host') return
  const { selected } = useDesignStore()
  const names = selected.form === kind && selected.names.includes(name) ? selected.names : [name]
  dragged.value = { kind, names }
  if (event.dataTransfer) {
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', names.join('\n'))
  }
  const end = (): void => {
    dragged.value = null
    over.value = null
    window.removeEventListener('dragend', end)
  }
  window.addEventListener('dragend', end)
}

export interface DesignDrop {
  readonly isOver: (key: string) => boolean
  readonly overHost: (event: DragEvent, key: string) => void
  readonly overDomain: (event: DragEvent, key: string) => void
  readonly leave: () => void
  /** Null: on no host, in no domain. */
  readonly onHost: (event: DragEvent, host: string | null) => void
  readonly onDomain: (event: DragEvent, domain: string | null) => void
}

export function useDesignDrop(): DesignDrop {
  const design = useDesignStore()

  const accept = (kind: Dragged['kind']) => (event: DragEvent, key: string) => {
    if (dragged.value?.kind !== kind) return
    event.preventDefault()
    event.stopPropagation()
    over.value = key
  }
  const put = (kind: Dragged['kind'], key: string) => (event: DragEvent, to: string | null) => {
    const what = dragged.value
    if (what?.kind !== kind) return
    event.preventDefault()
    event.stopPropagation()
    dragged.value = null
    over.value = null
    void moveThings(design, kind, what.names, key, to)
  }
  return {
    isOver: (key) => over.value === key,
    overHost: accept('vm'),
    overDomain: accept('host'),
    leave: () => (over.value = null),
    onHost: put('vm', 'host'),
    onDomain: put('host', 'faultDomain'),
  }
}

/** As one step; those that are there already are left alone. */
export async function moveThings(
  design: ReturnType<typeof useDesignStore>,
  kind: 'vm' | 'host',
  names: readonly string[],
  key: string,
  to: string | null,
): Promise<void> {
  const wanted = new Set(names)
  const moving = design.things[kind].filter(({ name, entry }) => wanted.has(name) && (entry[key] ?? null) !== to).map(({ name }) => name)
  if (moving.length === 0) return
  await design.edit({ do: 'set', kind, names: moving, key: [key], ...(to !== null && { value: to }) })
}
