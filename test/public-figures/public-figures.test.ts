import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  figureFromStored,
  figuresOfPeriod,
  latestFigure,
  type PublicFigure,
  storedFigure,
} from '../../src/public-figures/rules/public-figure.js'
import {
  type FigurePeriod,
  parsePeriod,
  periodBetween,
  periodKey,
  periodOfKey,
  periodText,
} from '../../src/public-figures/rules/figure-period.js'
import { FigureValue } from '../../src/public-figures/rules/figure-value.js'
import { REPORTED_FIGURES } from '../../src/about/reported-figures.js'
import { shippedFigures } from '../../src/public-figures/shipped-figures.js'

const yi = (amount: number, bound: 'exact' | 'above' = 'exact') =>
  new FigureValue({ amount: Math.round(amount * 1e10), unit: '元', bound })

const year = (of: number): FigurePeriod => ({ kind: 'year', year: of })
let made = 0
const figure = (given: Partial<PublicFigure>): PublicFigure => ({
  ...{ id: String(++made), kind: 'green-loans-disbursed', period: year(2024), value: yi(222.5) },
  ...{ sourceTitle: '报告', sourceDate: null, sourceUrl: null, origin: 'hand', version: 1, changedAt: new Date(0) },
  ...given,
})

describe('a reported figure', () => {
  it('is shown in the unit in which people say it, a lower bound as one', () => {
    assert.equal(yi(222.5).text(), '222.5 亿元')
    assert.equal(yi(700, 'above').text(), '超过 700 亿元')
    assert.equal(new FigureValue({ amount: 190, unit: '家', bound: 'exact' }).text(), '190 家')
    assert.equal(new FigureValue({ amount: 507_000, unit: '吨标准煤', bound: 'exact' }).text(), '50.7 万吨标准煤')
    assert.equal(new FigureValue({ amount: 900.25, unit: '吨标准煤', bound: 'exact' }).text(), '900.25 吨标准煤')
  })

  it('loses no fen for the sake of a large unit', () => {
    const odd = new FigureValue({ amount: 10_000_000_001, unit: '元', bound: 'exact' })
    assert.equal(odd.text(), '10,000.000001 万元')
  })

  it('throws where something would reckon with it, and is a text where a text is asked for', () => {
    const value: unknown = yi(222.5)
    assert.throws(() => Number(value), /never added/)
    assert.throws(() => (value as number) + 1, /never added/)
    assert.throws(() => [1, value as number].reduce((sum, one) => sum + one, 0), /never added/)
    assert.equal(`${yi(222.5).text()}`, '222.5 亿元')
    assert.equal(String(value), '222.5 亿元')
    assert.equal(JSON.stringify({ value }), '{"value":{}}')
  })

  it('is no negative amount and no part of a fen or of a firm', () => {
    for (const amount of [-1, 0.5, Number.NaN, Infinity, 2 ** 60]) {
      assert.throws(() => new FigureValue({ amount, unit: '元', bound: 'exact' }), RangeError, String(amount))
    }
    assert.throws(() => new FigureValue({ amount: 1.5, unit: '家', bound: 'exact' }), RangeError)
  })

  it('comes back from the database as it went there', () => {
    const given = figure({ value: yi(700, 'above'), period: null, sourceDate: '2025-03-01' })
    const back = figureFromStored(storedFigure(given))
    assert.ok(back.value.equals(given.value))
    assert.deepEqual([back.period, back.sourceDate, back.kind], [null, '2025-03-01', 'green-loans-disbursed'])
  })
})

describe('the period of a reported figure', () => {
  it('is read as people write it', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['2024', '2024'],
      ['２０２４年', '2024'],
      ['2024年度', '2024'],
      ['2024Q3', '2024Q3'],
      ['2024年第3季度', '2024Q3'],
      ['2024 年 三季度', '2024Q3'],
      ['2022-2024年', '2022-2024'],
      ['2022年至2024年', '2022-2024'],
      ['2022—2024年', '2022-2024'],
      ['', ''],
    ]
    for (const [text, key] of cases) {
      const read = parsePeriod(text)
      assert.ok(read.ok, text)
      assert.equal(periodKey(read.value), key, text)
    }
  })

  it('is refused where it names no year, a month, a fifth quarter or a span that runs backwards', () => {
    for (const text of ['去年', '2024-05', '2024年5月', '2024Q5', '2024-2022', '2024-2024', '1234', '=2024']) {
      assert.equal(parsePeriod(text).ok, false, text)
    }
  })

  it('comes back from its key and from its own text', () => {
    const periods = fc.oneof(
      fc.integer({ min: 1990, max: 2099 }).map(year),
      fc.record({ kind: fc.constant('quarter' as const), year: fc.integer({ min: 1990, max: 2099 }), quarter: fc.constantFrom(1, 2, 3, 4) }),
      fc.integer({ min: 1990, max: 2090 }).map((from) => ({ kind: 'years' as const, from, to: from + 2 })),
    ) // prettier-ignore
    fc.assert(
      fc.property(periods, (drawn) => {
        const period: FigurePeriod = { ...drawn }
        assert.deepEqual(periodOfKey(periodKey(period)), period)
        const read = parsePeriod(periodText(period))
        assert.deepEqual(read.ok && read.value, period)
      }),
    )
  })

  it('is found for a whole year and a whole quarter, and for nothing else', () => {
    assert.deepEqual(periodBetween('2024-01-01', '2024-12-31'), year(2024))
    assert.deepEqual(periodBetween('2024-04-01', '2024-06-30'), { kind: 'quarter', year: 2024, quarter: 2 })
    assert.equal(periodBetween('2024-01-01', '2024-11-30'), null)
    assert.equal(periodBetween('2024-04-01', '2024-09-30'), null)
    assert.equal(periodBetween('2024-01-01', '2025-12-31'), null)
  })
})

describe('the figures for a period', () => {
  const all = [
    figure({ kind: 'lending-banks', value: new FigureValue({ amount: 21, unit: '家', bound: 'exact' }) }),
    figure({ sourceTitle: '乙' }),
    figure({ sourceTitle: '甲', value: yi(223) }),
    figure({ period: year(2023), value: yi(180) }),
    figure({ period: { kind: 'quarter', year: 2024, quarter: 4 }, value: yi(60) }),
    figure({ period: { kind: 'years', from: 2022, to: 2024 }, value: yi(500) }),
    figure({ period: null, kind: 'agreement-lines', value: yi(700, 'above') }),
  ]
  const shown = (figures: readonly PublicFigure[]) => figures.map(({ value }) => value.text())

  it('are those of exactly this period, in the order of their kinds, both where sources differ', () => {
    assert.deepEqual(shown(figuresOfPeriod(all, year(2024))), ['222.5 亿元', '223 亿元', '21 家'])
    assert.deepEqual(shown(figuresOfPeriod(all, { kind: 'quarter', year: 2024, quarter: 4 })), ['60 亿元'])
    assert.deepEqual(shown(figuresOfPeriod(all, year(2025))), [])
  })

  it('are for no period those whose source names none', () => {
    assert.deepEqual(shown(figuresOfPeriod(all, null)), ['超过 700 亿元'])
  })

  it('have one latest of a kind: a period before none, a later one before an earlier', () => {
    assert.equal(latestFigure(all, 'green-loans-disbursed')?.value.text(), '60 亿元')
    assert.equal(latestFigure(all, 'agreement-lines')?.value.text(), '超过 700 亿元')
    assert.equal(latestFigure(all, 'green-parks'), null)
  })
})

describe('the figures that the portal is shipped with', () => {
  it('are those of the report of 2025, with its source and nothing that it does not say', async () => {
    const figures = await shippedFigures()
    const told = new Map(figures.map(({ kind, value, period }) => [kind, `${value.text()}，${periodText(period)}`]))
    assert.deepEqual(Object.fromEntries(told), {
      'green-loans-disbursed': '222.5 亿元，2024年',
      'lending-banks': '21 家，2024年',
      'financed-enterprises': '190 家，2024年',
      'agreement-lines': '超过 700 亿元，未注明时点',
      'agreement-banks': '6 家，未注明时点',
      'platform-institutions': '14 家，未注明时点',
      'platform-products': '110 款，未注明时点',
      'capture-loans': '超过 1 亿元，未注明时点',
      'capture-enterprises': '3 家，未注明时点',
      'pipeline-enterprises': '24 家，2022—2024年',
      'pipeline-projects': '71 个，2022—2024年',
      'pipeline-investment': '31.36 亿元，2022—2024年',
      'pipeline-saving': '50.7 万吨标准煤，2022—2024年',
      'green-factories': '63 家，未注明时点',
      'national-green-factories': '27 家，未注明时点',
      'green-parks': '3 个，未注明时点',
      'supply-chain-firms': '1 家，未注明时点',
      'inspected-enterprises': '248 家，未注明时点',
    })
    assert.deepEqual([...new Set(figures.map(({ sourceTitle }) => sourceTitle))], ['2025 年关于兵团绿色制造的公开报道'])
    assert.ok(figures.every(({ sourceDate, sourceUrl }) => sourceDate === null && sourceUrl === null))
  })

  it('say nothing else than the page about the sources of data, and name the same report', async () => {
    const figures = await shippedFigures()
    assert.deepEqual([...new Set(figures.map(({ sourceTitle }) => sourceTitle))], [REPORTED_FIGURES.source])
    const kept = new Set(figures.map(({ value }) => value.parts().number))
    const told = REPORTED_FIGURES.rows.flatMap(({ figure: text }) => text.match(/\d+(\.\d+)?/g) ?? [])
    assert.ok(told.length >= 13)
    assert.deepEqual(
      told.filter((number) => !kept.has(number)),
      [],
    )
  })
})
