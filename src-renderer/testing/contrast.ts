/** WCAG 2 contrast of two colours `#rrggbb`, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

const channelsOf = (hex: string): readonly number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))

function luminance(hex: string): number {
  const channels = channelsOf(hex).map((channel) => {
    const value = channel / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (channels[0] ?? 0) + 0.7152 * (channels[1] ?? 0) + 0.0722 * (channels[2] ?? 0)
}

/** What is seen of a colour that lets a share of its ground through. */
export function over(ground: string, colour: string, opacity: number): string {
  const [below, above] = [channelsOf(ground), channelsOf(colour)]
  const mixed = below.map((channel, at) => Math.round(channel + ((above[at] ?? 0) - channel) * opacity))
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
