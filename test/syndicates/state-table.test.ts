import assert from 'node:assert/strict'
import {
  SYNDICATE_ACTIONS,
  actionsFor,
  isBound,
  isEnded,
  SYNDICATE_MOVES,
  refusalOf,
  SYNDICATE_STATE_NAMES,
  SYNDICATE_STATES,
  targetOf,
  moveTitle,
  type SyndicateAction,
  type SyndicateMoverKind,
  type MoveSpec,
  type SyndicateState,
} from '../../src/syndicates/rules/state-table.js'

const KINDS: readonly SyndicateMoverKind[] = ['lead', 'invited', 'member', 'agent', 'enterprise', 'system']

/** The table once more, as a person would write it down: action, who, from where to where. */
const EXPECTED = `
revise       lead          forming                              stay
share        lead          forming,inviting                     stay
invite       lead          forming,inviting                     stay
recall       lead          forming,confirming,inviting          stay
propose      lead          forming                              confirming
consent      enterprise    confirming                           inviting
consentMore  enterprise    inviting                             stay
object       enterprise    confirming                           forming
refuse       enterprise    inviting                             stay
accept       invited       inviting                             stay
decline      invited       inviting                             stay
lapse        system        inviting                             stay
retract      member        inviting                             stay
sign         lead          inviting                             signed
draw         agent         signed,drawing                       drawing
repay        agent         drawing,repaying                     stay
finish       agent,system  drawing                              repaying
settle       system        repaying                             closed
terminate    lead,system   forming,confirming,inviting,signed   terminated
takeBack     enterprise    forming,confirming,inviting          terminated
`
const rows = new Map(
  EXPECTED.trim()
    .split('\n')
    .map((line) => line.split(/\s+/))
    .map(([action = '', by = '', from = '', to = '']) => [action, { by: by.split(','), from: from.split(','), to }]),
)

describe('the state table of syndicates', () => {
  it('allows exactly what is written down: every other state, action and side is refused', () => {
    assert.deepEqual([...rows.keys()].sort(), [...SYNDICATE_ACTIONS].sort())
    let allowed = 0
    for (const action of SYNDICATE_ACTIONS) {
      const row = rows.get(action)
      assert.ok(row)
      for (const state of SYNDICATE_STATES) {
        for (const kind of KINDS) {
          const here: boolean = row.by.includes(kind) && row.from.includes(state)
          assert.equal(refusalOf(action, state, new Set([kind])) === null, here, `${action} from ${state} by ${kind}`)
          if (here) allowed += 1
        }
      }
    }
    assert.equal(allowed, 36)
  })

  it('leads where it is written down', () => {
    for (const action of SYNDICATE_ACTIONS) {
      const row = rows.get(action)
      for (const state of row?.from ?? []) {
        assert.equal(
          targetOf(action, state as SyndicateState),
          row?.to === 'stay' ? state : row?.to,
          `${action} from ${state}`,
        )
      }
    }
  })

  it('lets nobody do anything who stands on no side, and nothing happen after the end', () => {
    for (const state of SYNDICATE_STATES) assert.deepEqual(actionsFor(state, new Set()), [])
    const everybody = new Set(KINDS)
    for (const state of SYNDICATE_STATES.filter(isEnded)) assert.deepEqual(actionsFor(state, everybody), [])
    for (const state of SYNDICATE_STATES.filter((one) => !isEnded(one)))
      assert.ok(actionsFor(state, everybody).length > 0, state)
  })

  it('freezes shares with the agreement: no move of a bound state touches who takes part', () => {
    const joining: readonly SyndicateAction[] = [
      'revise',
      'share',
      'invite',
      'accept',
      'decline',
      'retract',
      'recall',
      'refuse',
    ]
    for (const action of joining) {
      const { from }: MoveSpec = SYNDICATE_MOVES[action]
      assert.deepEqual(from.filter(isBound), [], action)
    }
  })

  it('asks for a reason wherever somebody is turned away or something ends early', () => {
    for (const action of [
      'recall',
      'object',
      'refuse',
      'decline',
      'retract',
      'finish',
      'terminate',
      'takeBack',
    ] as const) {
      const { requires }: MoveSpec = SYNDICATE_MOVES[action]
      assert.ok(requires.includes('reason'), action)
    }
  })

  it('reaches every state from the first, and names every state and move in Chinese', () => {
    const reached = new Set<SyndicateState>(['forming'])
    for (let size = 0; size < reached.size;) {
      size = reached.size
      for (const action of SYNDICATE_ACTIONS) {
        const { from }: MoveSpec = SYNDICATE_MOVES[action]
        for (const state of from) if (reached.has(state)) reached.add(targetOf(action, state))
      }
    }
    assert.deepEqual([...reached].sort(), [...SYNDICATE_STATES].sort())
    for (const state of SYNDICATE_STATES) assert.match(SYNDICATE_STATE_NAMES[state], /\p{Script=Han}/u)
    for (const action of [...SYNDICATE_ACTIONS, 'form']) assert.match(moveTitle(action), /\p{Script=Han}/u)
  })
})
