import assert from 'node:assert/strict'
import { dayOf } from '../../../src/statistics/rows/day.js'
import {
  ageBand,
  FAIRNESS_DIMENSIONS,
  fairnessTables,
  fairnessOutcomes,
  RATES,
  type FairnessGroup,
  type FairnessOutcome,
} from '../../../src/statistics/fairness/fairness-figures.js'
import { chance, type Chance } from '../figures/raw-records.js'
import { inChina, stepRecords } from '../promises/step-records.js'
import { rawDataset } from '../raw-dataset.js'

const zones: Readonly<Record<string, string>> = { 第一师: '南疆', 第七师: '北疆', 第八师: '北疆' }
const zoneOf = (division: string) => zones[division] ?? null
const raw = stepRecords(41, 500)
const dataset = rawDataset(raw)
const period = { from: 20250101, to: 20261122 }

/** Requests that fare by chance alone, or as `of` says. */
function invented(dice: Chance, count: number, of: (division: string) => { rate: number; days: number }) {
  const [row] = dataset.requests
  assert.ok(row)
  return Array.from({ length: count }, (): FairnessOutcome => {
    const division = dice.pick(['第一师', '第七师', '第八师'])
    const { rate, days } = of(division)
    const hit = () => dice.next() < rate
    return {
      row: {
        ...{ ...row, division, size: dice.pick(['中型', '小型', '微型']), years: dice.below(14) },
        ownership: dice.pick(['民营', '国有']),
      },
      ...{ matched: hit(), claimed: hit(), refused: hit() },
      offerDays: dice.next() < 0.7 ? dice.below(days) : null,
    }
  })
}

const marksOf = (outcomes: readonly FairnessOutcome[]): readonly FairnessGroup[] =>
  Object.values(fairnessTables(outcomes, zoneOf))
    .flat()
    .filter(({ rates, time }) => time.marked || RATES.some((name) => rates[name].marked))

describe('the figures of fairness', () => {
  it('equal a naive recount over the raw records, group by group', () => {
    const tables = fairnessTables(fairnessOutcomes(dataset, period), zoneOf)
    const within = raw.requests.filter(({ submittedAt }) => {
      const day = dayOf(inChina(submittedAt))
      return day >= period.from && day <= period.to
    })
    const keyOf = (by: string, one: (typeof within)[number]) => {
      const { division, sizeClass, ownership, yearsInOperation } = one.dimensions
      if (by === 'division') return division
      if (by === 'zone') return division === null ? null : (zones[division] ?? 'none')
      if (by === 'size') return sizeClass
      if (by === 'ownership') return ownership
      return yearsInOperation === null ? null : yearsInOperation === 1 ? '<2' : '5-10'
    }
    for (const by of FAIRNESS_DIMENSIONS) {
      assert.equal(
        tables[by].reduce((sum, { cases }) => sum + cases, 0),
        within.length,
        by,
      )
      for (const { key, cases, rates, time } of tables[by]) {
        const own = within.filter((one) => keyOf(by, one) === key)
        const of = (id: string) => raw.applications.filter((one) => one.requestId === id && one.bankId !== null)
        assert.equal(cases, own.length)
        assert.equal(rates.matched.hits, own.filter(({ products }) => products.some(({ verdict }) => verdict === 'eligible')).length) // prettier-ignore
        assert.equal(rates.claimed.hits, own.filter(({ id }) => of(id).some(({ reached }) => reached.claimed)).length)
        assert.equal(rates.refused.hits, own.filter(({ id }) => of(id).some(({ reached }) => reached.declined)).length)
        const days = own
          .flatMap(({ id, submittedAt }) => {
            const first = of(id).flatMap(({ reached }) => reached.offered ?? []).sort((a, b) => +a - +b)[0] // prettier-ignore
            return first ? [(Date.parse(inChina(first)) - Date.parse(inChina(submittedAt))) / 86_400_000] : []
          })
          .sort((a, b) => a - b)
        assert.equal(time.count, days.length)
        assert.equal(time.median, days[Math.ceil(days.length / 2) - 1] ?? null)
      }
    }
  })

  it('puts an age at the edge into the older band', () => {
    const bands = [0, 1, 2, 4, 5, 9, 10, 70, null].map(ageBand)
    assert.deepEqual(bands, ['<2', '<2', '2-5', '2-5', '5-10', '5-10', '10+', '10+', null])
  })

  it('marks nothing where every group has the very same rates', () => {
    const dice = chance(1)
    const some = invented(dice, 60, () => ({ rate: 0.5, days: 20 }))
    const same = ['第一师', '第七师', '第八师'].flatMap((division) =>
      some.map((one) => ({ ...one, row: { ...one.row, division, size: '小型', years: 3, ownership: '民营' } })),
    )
    assert.deepEqual(marksOf(same), [])
  })

  it('marks a planted difference, on its side, and the zone that is the same division', () => {
    const dice = chance(2)
    const of = (division: string) => (division === '第一师' ? { rate: 0.2, days: 60 } : { rate: 0.6, days: 20 })
    const { division, zone, size } = fairnessTables(invented(dice, 400, of), zoneOf)
    const first = division.find(({ key }) => key === '第一师')
    for (const name of RATES) {
      assert.equal(first?.rates[name].marked, true, name)
      assert.equal(first.rates[name].side, -1)
    }
    assert.equal(first?.time.marked, true)
    assert.equal(first.time.side, 1)
    assert.equal(zone.find(({ key }) => key === '南疆')?.rates.claimed.marked, true)
    assert.ok(size.every(({ rates }) => !rates.claimed.marked))
  })

  it('rarely marks anything where all is chance: in 200 tables', function () {
    this.timeout(30_000)
    let tables = 0
    for (let seed = 0; seed < 200; seed += 1) {
      if (marksOf(invented(chance(seed), 150, () => ({ rate: 0.4, days: 30 }))).length > 0) tables += 1
    }
    // One table in twenty may have a mark; 16 of 200 is two standard deviations above that.
    assert.ok(tables <= 16, `${String(tables)} of 200 tables have a mark`)
  })

  it('says of a small group that it is too small, and tests none that is not known', () => {
    const dice = chance(3)
    const outcomes = invented(dice, 100, () => ({ rate: 0.5, days: 20 }))
    const odd = outcomes.slice(0, 9).map((one) => ({ ...one, claimed: true, row: { ...one.row, ownership: '外资' } }))
    const unknown = outcomes.slice(9, 40).map((one) => ({ ...one, claimed: true, row: { ...one.row, ownership: null } })) // prettier-ignore
    const { ownership } = fairnessTables([...outcomes.slice(40), ...odd, ...unknown], zoneOf)
    const few = ownership.find(({ key }) => key === '外资')
    assert.equal(few?.tooFew, true)
    assert.equal(few.rates.claimed.p, null)
    const last = ownership.at(-1)
    assert.equal(last?.key, null)
    assert.equal(last.cases, 31)
    assert.equal(last.rates.claimed.p, null)
    // And what is not known is not among the others either: only 9 + 60 cases are compared.
    const known = ownership.find(({ key }) => key === '民营')
    const others = outcomes.slice(40).filter(({ row }) => row.ownership === '国有')
    const hits = others.filter(({ claimed }) => claimed).length + 9
    assert.equal(known?.rates.claimed.othersShare, hits / (others.length + 9))
  })
})
