/** The name, or where it is taken the first of `name (2)`, `name (3)`, … that is free. */
export function freeName(name: string, isTaken: (name: string) => boolean, numbered = (n: number): string => `${name} (${n})`): string {
  let free = name
  for (let n = 2; isTaken(free); n += 1) free = numbered(n)
  return free
}
