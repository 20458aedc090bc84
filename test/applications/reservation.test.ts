import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  heldFen,
  leftFen,
  availableToPledge,
  canPledge,
  normalizeReference,
  type Reservation,
} from '../../src/applications/reservations/reservation.js'

const hold = (fen: number | null, ofFen: number | null = null): Reservation => ({ requestId: 'r', fen, ofFen })

describe('the share of a project', () => {
  it('is what its requests ask for together, and never more than the project invests', () => {
    const need = { amountFen: 100, investmentFen: null }
    assert.equal(leftFen(need, { holds: [] }), 100)
    assert.equal(leftFen(need, { holds: [hold(60), hold(15)] }), 25)
    assert.equal(leftFen({ ...need, investmentFen: 70 }, { holds: [hold(60)] }), 10)
    assert.equal(leftFen({ ...need, amountFen: null }, { holds: [] }), null, 'no amount is not zero')
    assert.equal(leftFen({ ...need, amountFen: 50 }, { holds: [hold(60)] }), 0, 'a need that shrank leaves nothing')
  })

  it('never passes the need, whatever is asked for in whatever order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.array(fc.integer({ min: 1, max: 500 })), (amountFen, asked) => {
        const holds: Reservation[] = []
        for (const fen of asked) {
          if (fen <= (leftFen({ amountFen, investmentFen: null }, { holds }) ?? 0)) holds.push(hold(fen))
        }
        assert.ok(heldFen({ holds }) <= amountFen)
      }),
    )
  })
})

describe('a thing that is pledged', () => {
  it('of unknown value is pledged by one request alone', () => {
    const unknown = { valueFen: null, pledgedFen: null }
    assert.ok(canPledge(unknown, { holds: [] }))
    assert.ok(!canPledge(unknown, { holds: [hold(null)] }))
    assert.ok(!canPledge({ valueFen: 100, pledgedFen: 1 }, { holds: [hold(null)] }))
    assert.ok(!canPledge({ valueFen: null, pledgedFen: 1 }, { holds: [hold(10, 100)] }))
  })

  it('is pledged in parts up to the lowest value that anybody stated', () => {
    assert.ok(canPledge({ valueFen: 100, pledgedFen: 60 }, { holds: [hold(40, 100)] }))
    assert.ok(!canPledge({ valueFen: 100, pledgedFen: 61 }, { holds: [hold(40, 100)] }))
    assert.ok(!canPledge({ valueFen: 900, pledgedFen: 61 }, { holds: [hold(40, 100)] }), 'naming more makes it no more')
    assert.ok(!canPledge({ valueFen: 100, pledgedFen: null }, { holds: [hold(1, 100)] }), 'the whole of it is not left')
    assert.ok(!canPledge({ valueFen: 100, pledgedFen: 101 }, { holds: [] }))
    assert.equal(availableToPledge(100, { holds: [hold(100, 100)] }), 0)
  })

  it('never stands for more than it is worth', () => {
    const part = fc.record({ valueFen: fc.integer({ min: 1, max: 300 }), pledgedFen: fc.integer({ min: 1, max: 300 }) })
    fc.assert(
      fc.property(fc.array(part), (asked) => {
        const holds: Reservation[] = []
        for (const one of asked) if (canPledge(one, { holds })) holds.push(hold(one.pledgedFen, one.valueFen))
        const value = Math.min(...holds.map(({ ofFen }) => ofFen ?? 0))
        assert.ok(holds.length === 0 || heldFen({ holds }) <= value)
      }),
    )
  })

  it('is one thing under every spelling', () => {
    const spellings = [
      '兵2024-石河子 Ａ0001',
      '兵２０２４－石河子a0001',
      ' 兵2024—石河子\u3000A 0001 ',
      '兵2024–石河子a0001',
    ]
    assert.equal(new Set(spellings.map(normalizeReference)).size, 1)
    assert.notEqual(normalizeReference('A0001'), normalizeReference('A0002'))
    fc.assert(
      fc.property(fc.string(), (text) => normalizeReference(normalizeReference(text)) === normalizeReference(text)),
    )
  })
})
