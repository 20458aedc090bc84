import assert from 'node:assert/strict'
import { escalationStatus } from '../../../src/escalations/index.js'
import type { ReleasedPlace } from '../../../src/hall/index.js'
import { addDays } from '../../../src/kernel/dates.js'
import { isWorkingDay } from '../../../src/kernel/working-days.js'
import { dayOf } from '../../../src/statistics/rows/day.js'
import { filterDataset, NO_FILTER } from '../../../src/statistics/figures/filter.js'
import { escalationFigures, type Raised } from '../../../src/statistics/promises/escalation-figures.js'
import {
  bankRecords,
  PROMISED_STEPS,
  restFigures,
  stepFigures,
  type Dated,
} from '../../../src/statistics/promises/promise-figures.js'
import { combined } from '../../../src/statistics/promises/promises.views.js'
import { BANKS, DIVISIONS } from '../figures/raw-records.js'
import { rawDataset } from '../raw-dataset.js'
import { inChina, stepRecords } from './step-records.js'

const now = new Date('2026-11-22T04:00:00Z')
const raw = stepRecords(21, 600)
const dataset = rawDataset(raw)
const periods = [
  ['2026-01-01', '2026-11-22'],
  ['2024-11-01', '2026-11-22'],
  ['2025-12-31', '2026-01-01'],
  ['2020-01-01', '2020-12-31'],
] as const

const placeOf = (n: number, applicationId: string, day: string): Dated<ReleasedPlace> => ({
  ...{ id: `p${String(n)}`, bankId: BANKS[n % 4] ?? '', bankName: '', requestId: '', applicationId, reason: '' },
  ...{ cause: 'limit', isSample: false, at: new Date(`${day}T12:00:00+08:00`), day: dayOf(day) },
})
const noon = (day: string, later = 0) => new Date(Date.parse(`${day}T12:00:00+08:00`) + later * 86_400_000)
/** Four times the bank does it, to decline included; three times it is left undone. */
const ENDS = [
  ['claim', 'officer'],
  ['withdraw', 'enterprise'],
  ['decline', 'officer'],
  ['release', 'officer'],
  ['claim', 'manager'],
  ['release', 'system'],
  ['approve', 'manager'],
] as const
const DONE = new Set(['claim', 'decline', 'approve'])
/** Every second ends after n days; two of three are explained, the fourth of them with a day that is long past. */
const raisedOf = (n: number, applicationId: string, day: string): Raised => {
  const place = { applicationId, requestId: '', bankId: BANKS[n % 4] ?? '' }
  const [action, by] = ENDS[n % ENDS.length] ?? ENDS[0]
  const end = n % 2 === 0 ? null : { seq: 2, action, by, at: noon(day, n), overDays: n }
  const escalation = {
    ...place,
    id: `e${String(n)}`,
    step: 'claim' as const,
    dueOn: day,
    at: noon(day),
    afterSeq: 1,
    end,
  }
  const promisedOn = inChina(noon(day, n % 4 === 0 ? 0 : 60))
  const word = {
    ...place,
    seq: 1,
    id: `w${String(n)}`,
    escalationId: escalation.id,
    text: '人员变动，正在补办',
    by: '王经理',
  }
  const messages = n % 3 === 0 ? [] : [{ ...word, kind: 'answer' as const, promisedOn, at: noon(day, n % 5) }]
  const told = { escalation, messages }
  return { ...told, said: escalationStatus(told, inChina(now)), day: dayOf(day) }
}
const cases = raw.applications.filter(({ bankId }) => bankId !== null)
const some = cases.slice(0, 40)
const released = some.map((one, n) => placeOf(n, one.id, inChina(one.submittedAt)))
const escalations = some.map((one, n) => raisedOf(n, one.id, inChina(one.submittedAt)))

const nextWorkingDay = (day: string): string =>
  isWorkingDay(addDays(day, 1)) ? addDays(day, 1) : nextWorkingDay(addDays(day, 1))
const at = (sorted: readonly number[], share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? null

describe('the ledger of promises', () => {
  it('has something of everything in these records', () => {
    const all = combined(bankRecords({ rows: dataset, period: { from: 20200101, to: 20261231 }, now, released, escalations })) // prettier-ignore
    for (const step of PROMISED_STEPS) assert.ok(all.steps[step].length > 20 && all.overdue[step].length > 2, step)
    assert.ok(all.gaps.length > 10 && all.dispatched.length > 20)
    assert.equal(all.released.length, 40)
    assert.equal(all.escalations.length, 40)
    const { unfinished, explained, inTime, kept, broken } = escalationFigures(all.escalations)
    for (const count of [unfinished, explained, inTime, kept, broken]) assert.ok(count > 2 && count < 38, String(count))
  })

  for (const [from, to] of periods) {
    for (const division of [null, ...DIVISIONS.slice(0, 2)]) {
      it(`equals a naive recount from ${from} to ${to}, ${division ?? 'all divisions'}`, () => {
        const rows = filterDataset(dataset, { ...NO_FILTER, division })
        const period = { from: dayOf(from), to: dayOf(to) }
        const records = bankRecords({ rows, period, now, released, escalations })
        const within = (day: string) => day >= from && day <= to
        for (const bankId of BANKS) {
          const record = records.find((one) => one.bankId === bankId) ?? combined([])
          const own = cases.filter(
            (one) => one.bankId === bankId && (division === null || one.dimensions.division === division),
          )
          for (const step of PROMISED_STEPS) {
            const ended = own.flatMap(({ steps }) => steps).filter((one) => one.name === step && within(inChina(one.endedAt))) // prettier-ignore
            const days = ended.map(({ usedDays }) => usedDays).sort((a, b) => a - b)
            const kept = ended.filter(({ onTime }) => onTime).length
            assert.deepEqual(stepFigures(record.steps[step]), {
              count: ended.length,
              median: at(days, 0.5),
              p90: at(days, 0.9),
              onTime: kept,
              onTimeShare: ended.length === 0 ? null : kept / ended.length,
            })
            const late = own.filter(
              ({ step: one, state }) =>
                one?.name === step && one.holder === 'bank' && one.dueAt !== null && one.dueAt < now && state !== 'declined', // prettier-ignore
            )
            assert.equal(record.overdue[step].length, late.length)
          }
          const gaps = own
            .filter(({ reached: { approved } }) => approved !== undefined && within(inChina(approved)))
            .flatMap(({ decision, offer }) => (decision && offer ? [decision.rateBp - offer.terms.rateBp] : []))
            .sort((a, b) => a - b)
          const sent = own.filter(({ channel, submittedAt }) => channel === 'dispatch' && within(inChina(submittedAt)))
          const ids = new Set(cases.filter((one) => division === null || one.dimensions.division === division).map(({ id }) => id)) // prettier-ignore
          const brought = escalations.filter(
            ({ escalation: one }) => one.bankId === bankId && ids.has(one.applicationId) && within(inChina(one.at)),
          )
          const waits = brought
            .flatMap(({ escalation: { at: start, end } }) =>
              end && DONE.has(end.action) ? [(end.at.getTime() - start.getTime()) / 86_400_000] : [],
            )
            .sort((a, b) => a - b)
          const answers = brought.map(({ messages: [word] }) => word)
          const prompt = brought.filter(({ escalation: one, messages: [word] }) => word !== undefined && inChina(word.at) <= nextWorkingDay(inChina(one.at))) // prettier-ignore
          const open = brought.filter(({ escalation: one, messages }) => messages.length === 0 && inChina(now) <= nextWorkingDay(inChina(one.at))) // prettier-ignore
          const broken = brought.filter(({ escalation: { end }, messages: [word] }) => word !== undefined && (word.promisedOn ?? '') < inChina(end?.at ?? now)) // prettier-ignore
          const kept = brought.filter(({ escalation: { end }, messages: [word] }) => word !== undefined && end !== null && DONE.has(end.action) && (word.promisedOn ?? '') >= inChina(end.at)) // prettier-ignore
          assert.deepEqual(restFigures(record), {
            released: released.filter((one) => one.bankId === bankId && ids.has(one.applicationId) && within(inChina(one.at))).length, // prettier-ignore
            gaps: gaps.length,
            gapMedianBp: at(gaps, 0.5),
            gapRaised: gaps.filter((bp) => bp > 0).length,
            dispatched: sent.length,
            dispatchClaimed: sent.filter(({ reached }) => reached.claimed !== undefined).length,
            dispatchApproved: sent.filter(({ reached }) => reached.approved !== undefined).length,
          })
          const judged = brought.length - open.length
          assert.deepEqual(escalationFigures(record.escalations), {
            raised: brought.length,
            unfinished: brought.filter(({ escalation: { end } }) => end === null).length,
            explained: answers.filter((word) => word !== undefined).length,
            inTime: prompt.length,
            inTimeShare: judged === 0 ? null : prompt.length / judged,
            kept: kept.length,
            broken: broken.length,
            doneMedian: at(waits, 0.5),
          })
        }
      })
    }
  }

  it('tells of a bank without an ended step that there is nothing to tell, not 0', () => {
    assert.deepEqual(stepFigures([]), { count: 0, median: null, p90: null, onTime: 0, onTimeShare: null })
    assert.equal(restFigures(combined([])).gapMedianBp, null)
    const { inTimeShare, doneMedian } = escalationFigures([])
    assert.deepEqual([inTimeShare, doneMedian], [null, null])
  })
})
