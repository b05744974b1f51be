/** Short lives of the swarm for tests that only want much to happen: each seed is lived once for all of them. */
import { commandsOfSeed } from './swarm.ts'

type Life = ReturnType<typeof commandsOfSeed>

const TURNS = 200
const lived = new Map<number, Life>()

export function lifeOf(seed: number): Life {
  const life = lived.get(seed) ?? commandsOfSeed(seed, TURNS)
  lived.set(seed, life)
  return life
}
