/** Files that are dragged over a page, dropped on it, or picked. */
import { ref, type Ref } from 'vue'
import { filesOfDrop } from '../ui/files.ts'

export interface FileDrop {
  /** Files are held over the page. */
  readonly dropping: Ref<boolean>
  readonly onDragOver: (event: DragEvent) => void
  readonly onDragLeave: (event: DragEvent) => void
  readonly onDrop: (event: DragEvent) => void
  readonly onPicked: (event: Event) => void
}

export function useFileDrop(take: (files: readonly File[]) => void): FileDrop {
  const dropping = ref(false)
  return {
    dropping,
    onDragOver(event) {
      // Something else that is dragged (a fault) is no file: the page does not take it.
      if (event.dataTransfer?.types.includes('Files') !== true) return
      event.preventDefault()
      dropping.value = true
    },
    /** Between parts of the page one is left for another; only out of the window for none. */
    onDragLeave(event) {
      if (event.relatedTarget === null) dropping.value = false
    },
    onDrop(event) {
      dropping.value = false
      if (event.dataTransfer !== null) void filesOfDrop(event.dataTransfer).then(take)
    },
    onPicked(event) {
      const input = event.target as HTMLInputElement
      take([...(input.files ?? [])])
      // So that the same file can be picked again.
      input.value = ''
    },
  }
}
