import type { State } from './types.js'

/** Kleene's value of a group from the states of its children. */
export function groupState(kind: 'all' | 'any' | 'not', children: readonly { readonly state: State }[]): State {
  let failing = false
  let passing = false
  let open = false
  for (const { state } of children) {
    if (state === 'fail') failing = true
    else if (state === 'pass') passing = true
    else open = true
  }
  if (kind === 'all') return failing ? 'fail' : open ? 'unknown' : 'pass'
  if (kind === 'any') return passing ? 'pass' : open ? 'unknown' : 'fail'
  return passing ? 'fail' : failing ? 'pass' : 'unknown'
}
