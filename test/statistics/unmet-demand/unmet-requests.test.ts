import assert from 'node:assert/strict'
import type { Application, ApplicationState } from '../../../src/applications/index.js'
import { dayOf } from '../../../src/statistics/rows/day.js'
import { reasonGroups, reasonLabel, unmetRequests } from '../../../src/statistics/unmet-demand/unmet-requests.js'
import { chance } from '../figures/raw-records.js'
import { inChina, stepRecords } from '../promises/step-records.js'
import { rawDataset } from '../raw-dataset.js'

const dice = chance(9)
const given = stepRecords(81, 500)
const raw = {
  ...given,
  applications: given.applications.map((one): Application => {
    if (one.bankId === null)
      return { ...one, state: dice.pick<ApplicationState>(['open', 'dispatched', 'expired', 'expired']) }
    return one.state === 'declined' || dice.next() < 0.3 ? one : { ...one, state: dice.pick<ApplicationState>(['released', 'expired', 'withdrawn']) } // prettier-ignore
  }),
}
const period = { from: 20250101, to: 20261122 }
const unmet = unmetRequests(rawDataset(raw), period)

describe('requests that found nobody', () => {
  it('are those of a naive recount, each with its reason', () => {
    const found = new Map(unmet.map(({ id, reason }) => [id, reason]))
    const seen = new Set<string>()
    for (const request of raw.requests) {
      const day = dayOf(inChina(request.submittedAt))
      const own = raw.applications.filter(({ requestId }) => requestId === request.id)
      const hall = own.find(({ bankId }) => bankId === null)
      const banks = own.filter(({ bankId, state }) => bankId !== null && state !== 'withdrawn')
      const had = own.some(({ bankId }) => bankId !== null)
      const atWork = banks.some(({ state }) => state !== 'declined' && state !== 'released' && state !== 'expired')
      let expected: string | undefined
      if (day >= period.from && day <= period.to && hall?.state !== 'open' && !atWork) {
        if (!had && hall) expected = 'no-taker'
        else if (banks.some(({ state }) => state === 'declined')) expected = 'refused'
        else if (banks.length > 0) expected = 'let-go'
      }
      if (expected) seen.add(expected)
      assert.equal(found.get(request.id)?.why, expected, request.id)
    }
    assert.equal(seen.size, 3)
  })

  it('carry the refusal that was given most often', () => {
    for (const { id, reason } of unmet) {
      if (reason.why !== 'refused') continue
      const codes = raw.applications.filter(({ requestId, state }) => requestId === id && state === 'declined').map(({ refusal }) => refusal?.code) // prettier-ignore
      const times = (code: unknown) => codes.filter((one) => one === code).length
      assert.ok(codes.includes(reason.code ?? undefined))
      assert.ok(codes.length > 2 || codes.every((code) => times(code) <= Math.max(1, times(reason.code ?? undefined))))
    }
  })

  it('are each in one group, which says what the condition is about', () => {
    const groups = reasonGroups(unmet)
    assert.equal(groups.reduce((sum, { requests }) => sum + requests.length, 0), unmet.length) // prettier-ignore
    assert.ok(groups.some(({ label }) => label.endsWith('：资产负债率')))
    assert.equal(reasonLabel({ why: 'refused', code: null, fact: null }), '未通过，原因未填写')
  })
})
