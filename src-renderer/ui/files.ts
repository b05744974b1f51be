/** Files that a window hands over or takes in: by the browser's own means, in Electron as in a browser. */

/** Offers a file to be saved. */
export function saveFile(fileName: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The download has its own hold on the content once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

export function bytesOfBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}

/** What was dropped, and of folders what lies in them. */
export async function filesOfDrop(data: DataTransfer): Promise<readonly File[]> {
  // A drop that a script makes may have no items.
  const items: Iterable<DataTransferItem> = (data.items as DataTransferItemList | undefined) ?? []
  const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? null)
  const plain = [...data.files]
  if (!entries.some((entry) => entry?.isDirectory === true)) return plain
  const lists = await Promise.all(entries.map((entry) => (entry === null ? [] : filesIn(entry))))
  return lists.flat()
}

function filesIn(entry: FileSystemEntry): Promise<readonly File[]> {
  if (entry.isFile)
    return new Promise((resolve) =>
      (entry as FileSystemFileEntry).file(
        (file) => resolve([file]),
        () => resolve([]),
      ),
    )
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  return new Promise((resolve) =>
    reader.readEntries(
      (inside) => void Promise.all(inside.filter((each) => each.isFile).map(filesIn)).then((lists) => resolve(lists.flat())),
      () => resolve([]),
    ),
  )
}

export function base64OfFile(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    // `data:…;base64,` stands in front; of an empty file there is nothing after it.
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => reject(reader.error ?? new Error('The file cannot be read'))
    reader.readAsDataURL(file)
  })
}
