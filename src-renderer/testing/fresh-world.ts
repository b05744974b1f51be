/** Before each file of tests: they share a world, and what one left in it is not the next one's (vitest.config.ts). */
export function clearWorld(): void {
  document.body.innerHTML = ''
  localStorage.clear()
  sessionStorage.clear()
  history.replaceState(null, '', '/')
}

clearWorld()
