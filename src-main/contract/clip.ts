const MESSAGE_CHARACTERS_MAX = 500

/** What stands in a file may be long: what is said of it is not. */
export const clip = (text: string): string => (text.length > MESSAGE_CHARACTERS_MAX ? `${text.slice(0, MESSAGE_CHARACTERS_MAX - 1)}…` : text)
