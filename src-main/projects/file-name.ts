/** A name that every system takes for a file. */
export function fileNameOf(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  const safe = name.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, '-').replace(/^[. ]+|[. ]+$/g, '')
  return safe.slice(0, 100) || 'project'
}
