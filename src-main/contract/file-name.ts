/** What Windows takes for a device, whatever comes after a dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/** A name that every system takes for a file; `fallback` where nothing of it is left. */
export function fileNameOf(name: string, fallback = 'project'): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  const safe = name.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, '-').replace(/^[. ]+|[. ]+$/g, '')
  return safe.slice(0, 100).replace(DEVICE, '$1-') || fallback
}
