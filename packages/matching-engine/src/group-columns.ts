import type { GroupProgram } from './program.js'
import { BLOCK_WORDS } from './state-bits.js'
import type { StateBits } from './state-bits.js'

/** Kleene's value of a nested group for a block of profiles, from the columns of its children. */
export function fillGroup(
  { kind, children }: GroupProgram,
  number: number,
  { fails, unknowns, unknownAt }: StateBits,
): void {
  const failAt = number * BLOCK_WORDS
  const openAt = unknownAt[number] ?? 0
  for (let w = 0; w < BLOCK_WORDS; w += 1) {
    let someFail = 0
    let somePass = 0
    let someOpen = 0
    for (const child of children) {
      const failing = fails[child * BLOCK_WORDS + w] ?? 0
      const open = unknowns[(unknownAt[child] ?? 0) + w] ?? 0
      someFail |= failing
      someOpen |= open
      somePass |= ~(failing | open)
    }
    if (kind === 'all') {
      fails[failAt + w] = someFail
      unknowns[openAt + w] = someOpen & ~someFail
    } else if (kind === 'any') {
      fails[failAt + w] = ~(somePass | someOpen)
      unknowns[openAt + w] = someOpen & ~somePass
    } else {
      fails[failAt + w] = somePass
      unknowns[openAt + w] = someOpen
    }
  }
}
