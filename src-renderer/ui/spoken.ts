/**
 * Names for assistive technology of what also shows text: the text that is seen comes first, word for word and in the same order, since who
 * speaks to the machine says what is seen (WCAG 2.5.3).
 */

/** The parts in their order; without those that are empty or were said. */
export const spoken = (...parts: readonly string[]): string => [...new Set(parts.filter((part) => part !== ''))].join(', ')
