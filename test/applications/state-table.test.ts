import assert from 'node:assert/strict'
import {
  ACTIONS,
  actionsFor,
  isBound,
  isEnded,
  MOVES,
  refusalOf,
  STATES,
  targetOf,
  type ApplicationKind,
  type MoverKind,
  type MoveSpec,
  type ApplicationState,
} from '../../src/applications/index.js'

const KINDS: readonly ApplicationKind[] = ['hall', 'bank']
const MOVERS: readonly MoverKind[] = ['enterprise', 'officer', 'manager', 'bureau', 'system']
const spec = (action: (typeof ACTIONS)[number]): MoveSpec => MOVES[action]

/** What the rules of the portal say, written a second time by hand: who may do what from where. */
const expected: Readonly<Record<string, string>> = {
  submit: 'bank draft enterprise,system,bureau',
  claim: 'bank submitted officer,manager',
  place: 'bank open,dispatched system,bureau',
  contact: 'bank claimed officer,manager',
  review: 'bank contacted officer,manager',
  ask: 'bank submitted,claimed,contacted,due_diligence,chosen officer,manager',
  answer: 'bank returned enterprise',
  offer: 'bank contacted,due_diligence officer,manager',
  revise: 'bank offered officer,manager',
  choose: 'bank offered enterprise',
  approve: 'bank chosen officer,manager',
  decline: 'bank submitted,claimed,contacted,due_diligence,chosen,offered officer,manager',
  reopen: 'bank declined officer,manager',
  sign: 'bank approved officer,manager',
  draw: 'bank contracted,disbursing officer,manager',
  complete: 'bank disbursing officer,manager,system',
  close: 'bank repaying officer,manager,system',
  cancel: 'bank contracted,disbursing officer,manager',
  release: 'bank claimed,contacted,due_diligence officer,manager,system',
  withdraw: 'bank draft,submitted,returned,claimed,contacted,due_diligence,offered,chosen,approved enterprise,system',
  expire: 'bank submitted,returned,offered system',
  publish: 'hall draft enterprise',
  list: 'hall submitted system',
  fill: 'hall open system',
  reopenHall: 'hall claimed system',
  dispatch: 'hall open system',
  assign: 'hall dispatched bureau',
  settle: 'hall open,claimed,dispatched system',
  finish: 'hall chosen system',
  unsettle: 'hall chosen system',
  takeBack: 'hall draft,submitted,open,claimed,dispatched enterprise,system',
  lapse: 'hall open,claimed,dispatched system',
}

describe('the state table', () => {
  it('allows exactly what the rules say, and refuses every other pair of state and mover', () => {
    assert.deepEqual(Object.keys(expected).sort(), [...ACTIONS].sort())
    for (const action of ACTIONS) {
      const [kindName = '', from = '', by = ''] = (expected[action] ?? '').split(' ')
      for (const kind of KINDS) {
        for (const state of STATES) {
          for (const mover of MOVERS) {
            const allowed = kind === kindName && from.split(',').includes(state) && by.split(',').includes(mover)
            const answer = refusalOf(action, { kind, state }, mover)
            assert.equal(answer === null, allowed, `${mover} ${action} ${kind} ${state}: ${answer ?? 'allowed'}`)
          }
        }
      }
    }
  })

  it('shows as buttons what it would let happen, and nothing else', () => {
    for (const kind of KINDS)
      for (const state of STATES)
        for (const mover of MOVERS) {
          const shown = actionsFor({ kind, state }, mover)
          const possible = ACTIONS.filter((action) => refusalOf(action, { kind, state }, mover) === null)
          assert.deepEqual(shown, possible)
        }
  })

  it('reaches every state of a kind from its draft, and lets the end be the end', () => {
    for (const kind of KINDS) {
      const reached = new Set<ApplicationState>(kind === 'bank' ? ['draft', 'open', 'dispatched'] : ['draft'])
      for (let before = 0; before < reached.size;) {
        before = reached.size
        for (const action of ACTIONS.filter((one) => MOVES[one].kind === kind)) {
          const { to } = spec(action)
          if (to !== 'before' && spec(action).from.some((state) => reached.has(state))) reached.add(to)
        }
      }
      const named = ACTIONS.filter((one) => MOVES[one].kind === kind).flatMap((one) => spec(one).from)
      for (const state of named) assert.ok(reached.has(state), `${kind} ${state} is never reached`)
    }
    for (const state of STATES.filter(isEnded)) {
      const onward = MOVERS.flatMap((mover) => actionsFor({ kind: 'bank', state }, mover))
      assert.deepEqual([...new Set(onward)], state === 'declined' ? ['reopen'] : [], state)
    }
  })

  it('lets the enterprise take back whatever is not ended and not bound by contract', () => {
    for (const state of STATES) {
      const may = refusalOf('withdraw', { kind: 'bank', state }, 'enterprise') === null
      const hallOnly = ['open', 'dispatched'].includes(state)
      assert.equal(may, !isEnded(state) && !isBound(state) && !hallOnly, state)
    }
  })

  it('leads an answer back to where the enterprise was asked, and knows no other way back', () => {
    assert.equal(targetOf('answer', 'contacted'), 'contacted')
    assert.throws(() => targetOf('answer', null), RangeError)
    assert.equal(targetOf('claim', null), 'claimed')
  })

  it('asks for a reason, a list, terms or a decision where somebody has to understand the move', () => {
    const asked = Object.fromEntries(ACTIONS.map((action) => [action, spec(action).requires.join(',')]))
    assert.equal(asked.ask, 'list')
    assert.equal(asked.decline, 'refusal')
    assert.equal(asked.approve, 'decision')
    assert.equal(asked.offer, 'terms')
    assert.equal(asked.revise, 'terms')
    for (const action of [
      'withdraw',
      'cancel',
      'release',
      'expire',
      'reopen',
      'dispatch',
      'assign',
      'takeBack',
      'lapse',
    ] as const) {
      assert.equal(asked[action], 'reason', action)
    }
    assert.deepEqual([asked.sign, asked.draw], ['contract', 'drawdown'])
  })
})
