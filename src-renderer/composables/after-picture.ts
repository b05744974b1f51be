/** Calls back once the next frame has been painted; gives the function that calls it off. A page that nobody sees paints none. */
export function afterPicture(call: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  const frame = requestAnimationFrame(() => {
    // Frames are painted when their callbacks are over.
    timer = setTimeout(call, 0)
  })
  return () => {
    cancelAnimationFrame(frame)
    if (timer !== null) clearTimeout(timer)
  }
}
