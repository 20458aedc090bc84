import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Project } from '../../src/project-lists/rules/project.js'
import { stages } from '../../src/project-lists/rules/project.js'
import { groupsOf, ownersOf, tallyOf, type Summed } from '../../src/project-lists/rules/project-totals.js'
import { LIST_TITLES, selectProjects, type ProjectQuery } from '../../src/project-lists/rules/project-filter.js'
import { project as given } from '../support/monitoring-records.js'

let made = 0
const kept = (one: Partial<Project> = {}): Project => ({
  ...given(),
  ...{ id: String(++made), isSample: false, need: null, importId: null, version: 1, changedAt: new Date(0) },
  ...one,
})
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const fen = maybe(fc.integer({ min: 0, max: 10 ** 13 }))
const projects = fc.array(
  fc
    .record(
      {
        owner: fc.constantFrom('甲', '乙', '丙', '丁'),
        creditCode: maybe(fc.constantFrom('A', 'B')),
        division: maybe(fc.constantFrom('第一师', '第八师', '第十二师')),
        stage: fc.constantFrom(...stages),
        investmentFen: fen,
        gapFen: fen,
        savingTce: maybe(fc.integer({ min: 0, max: 10 ** 8 }).map((hundredths) => hundredths / 100)),
        greenCode: maybe(fc.constantFrom('1', '1.3.1', '4.2.2', '4.2')),
      },
      { noNullPrototype: true },
    )
    .map((one) => kept(one)),
  { maxLength: 40 },
)

describe('totals of the pipeline', () => {
  it('add up to the whole by every dimension, what is unknown counted apart and never as nothing', () => {
    const whole = (groups: readonly Summed[]) => ({
      sum: Math.round(groups.reduce((sum, one) => sum + one.sum * 100, 0)) / 100,
      known: groups.reduce((count, one) => count + one.known, 0),
      unknown: groups.reduce((count, one) => count + one.unknown, 0),
    })
    fc.assert(
      fc.property(projects, (all) => {
        const total = tallyOf(all)
        for (const by of ['division', 'stage', 'class'] as const) {
          const groups = groupsOf(all, by)
          assert.equal(
            groups.reduce((sum, one) => sum + one.projects, 0),
            total.projects,
            by,
          )
          assert.deepEqual(whole(groups.map(({ investmentFen }) => investmentFen)), total.investmentFen, by)
          assert.deepEqual(whole(groups.map(({ gapFen }) => gapFen)), total.gapFen, by)
          assert.deepEqual(whole(groups.map(({ savingTce }) => savingTce)), total.savingTce, by)
          assert.equal(new Set(groups.map(({ key }) => key)).size, groups.length, by)
        }
      }),
    )
  })

  it('equal a recount by hand, whatever the order of the rows', () => {
    fc.assert(
      fc.property(projects, (all) => {
        let [sum, unknown] = [0n, 0]
        for (const { savingTce } of all) {
          if (savingTce === null) unknown += 1
          else sum += BigInt(savingTce.toFixed(2).replace('.', ''))
        }
        const expected = { sum: Number(sum) / 100, known: all.length - unknown, unknown }
        assert.deepEqual(tallyOf(all).savingTce, expected)
        assert.deepEqual(tallyOf([...all].reverse()).savingTce, expected)
      }),
    )
  })

  it('count a firm once however many projects it has, by its code before its name', () => {
    const all = [
      kept({ owner: '甲', creditCode: 'A' }),
      kept({ owner: '甲（改名）', creditCode: 'A' }),
      kept({ owner: '乙 公司', creditCode: null }),
      kept({ owner: '乙公司', creditCode: null }),
    ]
    assert.equal(tallyOf(all).owners, 2)
    assert.deepEqual(
      ownersOf(all).map((one) => one.projects),
      [2, 2],
    )
    fc.assert(
      fc.property(projects, (some) => {
        assert.equal(ownersOf(some).length, tallyOf(some).owners)
        assert.equal(
          ownersOf(some).reduce((count, one) => count + one.projects, 0),
          some.length,
        )
      }),
    )
  })

  it('name a division of a firm only when all its projects are in it', () => {
    const both = [kept({ division: '第八师' }), kept({ division: '第一师' })]
    assert.equal(ownersOf(both)[0]?.division, null)
    assert.equal(ownersOf([kept({ division: '第八师' })])[0]?.division, '第八师')
  })

  it('stand in the order of the law, what is not known last', () => {
    const all = [kept({ division: null }), kept({ division: '第八师' }), kept({ division: '第一师' })]
    const order = ['第一师', '第八师']
    assert.deepEqual(
      groupsOf(all, 'division', order).map(({ key }) => key),
      ['第一师', '第八师', null],
    )
  })
})

describe('the filters of the pipeline', () => {
  const query: ProjectQuery = { list: 'projects', data: 'real', division: '', stage: '', class: '', q: '' }
  const all = [
    kept({ title: '锅炉改造', owner: '天山热力（集团）公司', creditCode: '91659001ABCDE12345', division: '第八师' }),
    kept({ title: '屋顶光伏', division: '第一师', stage: '在建', greenCode: '4.2.2', gapFen: 0 }),
    kept({ title: '余热利用', division: null, greenCode: null, gapFen: null }),
    kept({ title: '示例项目', isSample: true }),
  ]
  const titles = (asked: Partial<ProjectQuery>) => selectProjects(all, { ...query, ...asked }).map(({ title }) => title)

  it('never mix samples with real projects', () => {
    assert.deepEqual(titles({}), ['锅炉改造', '屋顶光伏', '余热利用'])
    assert.deepEqual(titles({ data: 'sample' }), ['示例项目'])
  })

  it('find a division, a stage, a first-level class, and what is not known of them', () => {
    assert.deepEqual(titles({ division: '第一师' }), ['屋顶光伏'])
    assert.deepEqual(titles({ division: 'none' }), ['余热利用'])
    assert.deepEqual(titles({ stage: '在建' }), ['屋顶光伏'])
    assert.deepEqual(titles({ class: '4' }), ['屋顶光伏'])
    assert.deepEqual(titles({ class: '1' }), ['锅炉改造'])
    assert.deepEqual(titles({ class: 'none' }), ['余热利用'])
  })

  it('find a text in titles and names as people type them, and the beginning of a code', () => {
    assert.deepEqual(titles({ q: '天山热力(集团)' }), ['锅炉改造'])
    assert.deepEqual(titles({ q: '光 伏' }), ['屋顶光伏'])
    assert.deepEqual(titles({ q: '91659001abc' }), ['锅炉改造'])
    assert.deepEqual(titles({ q: '.*' }), [])
  })

  it('leave in the financing list only what still lacks money: neither none nor unknown', () => {
    assert.equal(LIST_TITLES.financing, '融资需求清单')
    assert.deepEqual(titles({ list: 'financing' }), ['锅炉改造'])
  })
})
