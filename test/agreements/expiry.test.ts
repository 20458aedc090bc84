import assert from 'node:assert/strict'
import fc from 'fast-check'
import { addDays } from '../../src/kernel/dates.js'
import { type Agreement, agreementStatus, isInForce, termOf } from '../../src/agreements/rules/agreement.js'
import { type ContractedBy, lineTotals, lineUses } from '../../src/agreements/rules/line-use.js'

const TODAY = '2026-11-22'
let made = 0
const agreement = (given: Partial<Agreement> = {}): Agreement => ({
  ...{ id: String(++made), bankId: 'boc', bankName: '某银行', title: '合作协议', signedOn: '2025-01-01', from: null },
  ...{ until: '2027-12-31', lineFen: 1_000_000, purpose: null, terms: null, source: null, isSample: false },
  ...{ endedOn: null, endReason: null, version: 1, changedAt: new Date(0) },
  ...given,
})
const standing = (given: Partial<Agreement>) => agreementStatus(agreement(given), TODAY)

describe('an agreement on a day', () => {
  it('warns from 90 days before its last day, urgently from 30, and still runs on that day', () => {
    const at = (days: number) => standing({ until: addDays(TODAY, days) })
    assert.deepEqual(at(91), { kind: 'running' })
    assert.deepEqual(at(90), { kind: 'expiring', daysLeft: 90, urgent: false })
    assert.deepEqual(at(31), { kind: 'expiring', daysLeft: 31, urgent: false })
    assert.deepEqual(at(30), { kind: 'expiring', daysLeft: 30, urgent: true })
    assert.deepEqual(at(0), { kind: 'expiring', daysLeft: 0, urgent: true })
    assert.deepEqual(at(-1), { kind: 'expired' })
  })

  it('has not begun before its first day, which is the day of signing where no other is named', () => {
    assert.deepEqual(standing({ from: addDays(TODAY, 1) }), { kind: 'not-begun' })
    assert.notEqual(standing({ from: TODAY }).kind, 'not-begun')
    assert.deepEqual(standing({ signedOn: addDays(TODAY, 1) }), { kind: 'not-begun' })
  })

  it('without a last day neither runs out nor is taken to have', () => {
    assert.deepEqual(standing({ until: null }), { kind: 'open-ended' })
    assert.deepEqual(standing({ until: null, signedOn: null }), { kind: 'open-ended' })
  })

  it('that was ended is ended from that day on', () => {
    assert.deepEqual(standing({ endedOn: TODAY }), { kind: 'ended', on: TODAY })
    assert.equal(isInForce(standing({ endedOn: TODAY })), false)
    assert.equal(isInForce(standing({})), true)
    assert.equal(isInForce(standing({ until: addDays(TODAY, -1) })), false)
  })
})

describe('the term of an agreement', () => {
  it('ends with the earlier of its last day and the day it was ended, or for now today', () => {
    assert.deepEqual(termOf(agreement(), TODAY), { from: '2025-01-01', until: '2027-12-31' })
    assert.equal(termOf(agreement({ endedOn: '2026-03-01' }), TODAY)?.until, '2026-03-01')
    assert.equal(termOf(agreement({ until: null }), TODAY)?.until, TODAY)
    assert.equal(termOf(agreement({ from: '2025-02-01' }), TODAY)?.from, '2025-02-01')
    assert.equal(termOf(agreement({ signedOn: null }), TODAY), null)
  })
})

describe('the use of a line', () => {
  const asked: string[] = []
  const contractedBy: ContractedBy = (bankId, from, until, { isSample }) => {
    asked.push(`${bankId} ${from} ${until} ${isSample ? 'samples' : 'real'}`)
    return Promise.resolve(bankId === 'dark' ? null : 400_000)
  }
  const useOf = async (...given: readonly Agreement[]) => [...(await lineUses(given, contractedBy, TODAY)).values()]

  it('is what the bank contracted within the term, of loans of its own kind', async () => {
    asked.length = 0
    const [use] = await useOf(agreement())
    assert.deepEqual(use, { usedFen: 400_000, leftFen: 600_000, overlaps: false })
    await useOf(agreement({ isSample: true, bankId: 'icbc', endedOn: '2026-01-05' }))
    assert.deepEqual(asked, ['boc 2025-01-01 2027-12-31 real', 'icbc 2025-01-01 2026-01-05 samples'])
  })

  it('may be more than the line, and then less than nothing is left', async () => {
    assert.equal((await useOf(agreement({ lineFen: 100_000 })))[0]?.leftFen, -300_000)
  })

  it('stays unknown where the line, the bank, the term or the loans are', async () => {
    const unknown = { usedFen: null, leftFen: null, overlaps: false }
    assert.deepEqual((await useOf(agreement({ bankId: null })))[0], unknown)
    assert.deepEqual((await useOf(agreement({ signedOn: null })))[0], unknown)
    assert.deepEqual((await useOf(agreement({ bankId: 'dark' })))[0], unknown)
    assert.deepEqual((await useOf(agreement({ lineFen: null })))[0], { ...unknown, usedFen: 400_000 })
  })

  it('tells where two agreements of one bank would count the same loan', async () => {
    const next = agreement({ from: '2027-12-31', until: '2029-12-31' })
    const later = agreement({ from: '2028-01-01', until: '2029-12-31' })
    assert.deepEqual(
      (await useOf(agreement(), next)).map(({ overlaps }) => overlaps),
      [true, true],
    )
    assert.deepEqual(
      (await useOf(agreement(), later)).map(({ overlaps }) => overlaps),
      [false, false],
    )
    const others = [agreement({ bankId: 'icbc' }), agreement({ isSample: true })]
    assert.deepEqual(
      (await useOf(agreement(), ...others)).map(({ overlaps }) => overlaps),
      [false, false, false],
    )
  })

  it('is summed only while every part is known and nothing counts twice; unknown lines are counted apart', async () => {
    const totals = async (...own: readonly Agreement[]) => lineTotals(own, await lineUses(own, contractedBy, TODAY))
    const two = [agreement(), agreement({ bankId: 'icbc', lineFen: null })] as const
    assert.deepEqual(await totals(...two), { agreements: 2, lineFen: 1_000_000, unknownLines: 1, usedFen: 800_000 })
    assert.equal((await totals(agreement(), agreement())).usedFen, null)
    assert.equal((await totals(agreement(), agreement({ bankId: 'dark' }))).usedFen, null)
  })

  it('plus what is left is always the line', async () => {
    const lines = fc.array(fc.option(fc.integer({ min: 1, max: 10 ** 14 }), { nil: null }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(lines, async (fens) => {
        const own = fens.map((lineFen) => agreement({ lineFen }))
        const uses = await lineUses(own, contractedBy, TODAY)
        for (const { id, lineFen } of own) {
          const use = uses.get(id) ?? assert.fail()
          if (lineFen === null) assert.equal(use.leftFen, null)
          else assert.equal((use.usedFen ?? 0) + (use.leftFen ?? 0), lineFen)
        }
      }),
    )
  })
})
