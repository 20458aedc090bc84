import assert from 'node:assert/strict'
import fc from 'fast-check'
import { factsOf } from '../../src/enterprises/index.js'
import { FACTS } from '@lueqiao/matching-engine'
import { sizeClassOf } from '@lueqiao/matching-engine'
import { entry, need, wan, year } from './builders.js'

const ASKED = '2026-11-22'
const factsFor = (given: Partial<Parameters<typeof factsOf>[0]>, asked = ASKED) =>
  factsOf({ facts: [], years: [], ...given }, null, asked).facts

describe('what is known of an enterprise', () => {
  it('is nothing where nothing was given: never zero, no or empty', () => {
    assert.deepEqual(factsOf({ facts: [], years: [year(2025)] }, need(), ASKED), { facts: {}, sources: {} })
  })

  it('keeps no, zero and none, which are answers', () => {
    const facts = [
      entry('enterprise.overdueNow', false),
      entry('enterprise.overdueCount24m', 0),
      entry('enterprise.titles', []),
    ]
    const known = factsOf({ facts, years: [] }, need({ greenCode: '', approvals: [], securities: [] }), ASKED).facts
    assert.deepEqual(known, {
      'enterprise.overdueNow': false,
      'enterprise.overdueCount24m': 0,
      'enterprise.titles': [],
      'need.greenCode': '',
      'need.approvals': [],
      'need.securities': [],
      'need.securityValueWan': 0,
    })
  })

  it('counts whole years and months to the day asked for', () => {
    const facts = [entry('enterprise.establishedOn', '2023-11-23'), entry('enterprise.legalRepSince', '2026-01-31')]
    assert.deepEqual(factsFor({ facts }), { 'enterprise.yearsInOperation': 2, 'enterprise.legalRepMonths': 9 })
    assert.deepEqual(factsFor({ facts }, '2026-11-23')['enterprise.yearsInOperation'], 3)
    assert.deepEqual(factsFor({ facts }, '2023-01-01'), {}, 'a date to come tells nothing')
  })

  it('lets an age that was given once grow with the years', () => {
    const facts = [entry('enterprise.legalRepAge', 63, { asOf: '2024-11-22' })]
    assert.equal(factsFor({ facts })['enterprise.legalRepAge'], 65)
    assert.equal(factsFor({ facts }, '2025-11-21')['enterprise.legalRepAge'], 63)
  })

  it('takes the figures of the last full year and of no other', () => {
    const years = [year(2025, { revenueFen: wan(3000) }), year(2024, { revenueFen: wan(2000), employees: 50 })]
    assert.deepEqual(factsFor({ years }), { 'enterprise.annualRevenueWan': 3000 })
    assert.deepEqual(factsFor({ years }, '2025-12-31'), {
      'enterprise.annualRevenueWan': 2000,
      'enterprise.employees': 50,
    })
    assert.deepEqual(factsFor({ years }, '2027-01-01'), {})
  })

  it('works ratios out in percent to two decimals, once both figures are known', () => {
    const ratios = (figures: Parameters<typeof year>[1]) => factsFor({ years: [year(2025, figures)] })
    assert.equal(ratios({ liabilitiesFen: wan(3570), assetsFen: wan(5000) })['enterprise.debtRatioPct'], 71.4)
    assert.equal(ratios({ liabilitiesFen: wan(6000), assetsFen: wan(5000) })['enterprise.debtRatioPct'], 120)
    assert.equal(ratios({ rdFen: 0, revenueFen: wan(3000) })['enterprise.rdRatioPct'], 0)
    assert.equal('enterprise.debtRatioPct' in ratios({ liabilitiesFen: wan(3570) }), false)
    assert.equal('enterprise.rdRatioPct' in ratios({ rdFen: wan(1), revenueFen: 0 }), false, 'nothing to divide by')
  })

  it('says where each fact comes from and the day it stands for', () => {
    const facts = [entry('enterprise.greenFactory', '国家级', { source: 'register', asOf: '2025-12-31' })]
    const years = [year(2025, { taxFen: wan(45), source: 'document', evidenceIds: ['e1'] })]
    assert.deepEqual(factsOf({ facts, years }, need({ termMonths: 12 }), ASKED).sources, {
      'enterprise.greenFactory': { source: 'register', asOf: '2025-12-31', evidenceIds: [] },
      'enterprise.annualTaxWan': { source: 'document', asOf: '2025-12-31', evidenceIds: ['e1'] },
      'need.termMonths': { source: 'declared', asOf: ASKED, evidenceIds: [] },
    })
  })

  it('leaves the size class to the engine, which derives it from these names', () => {
    const years = [year(2025, { employees: 120, revenueFen: wan(3000) })]
    const facts = factsFor({ years, facts: [entry('enterprise.industry', '1373')] })
    const bands = [
      {
        group: '工业',
        gbt4754: { sections: ['C'] },
        indicators: {
          employees: { large_min: 1000, medium_min: 300, small_min: 20 },
          revenue_wan: { large_min: 40000, medium_min: 2000, small_min: 300 },
        },
      },
    ]
    assert.equal(sizeClassOf(facts, bands), '小型')
    assert.equal('enterprise.sizeClass' in facts, false)
  })
})

describe('what is known of a need', () => {
  const factsOfNeed = (given: Parameters<typeof need>[0]) => factsOf({ facts: [], years: [] }, need(given), ASKED).facts

  it('adds the securities up, and stays unknown while the value of one thing is', () => {
    const both = [
      { kind: '设备', valueFen: wan(80.5) },
      { kind: '房产', valueFen: wan(19.5) },
    ]
    assert.deepEqual(factsOfNeed({ securities: both }), {
      'need.securities': ['房产', '设备'],
      'need.securityValueWan': 100,
    })
    const open = [...both, { kind: '土地', valueFen: null }]
    assert.deepEqual(factsOfNeed({ securities: open }), { 'need.securities': ['房产', '土地', '设备'] })
  })

  it('lets a guarantee by a person stand without a value', () => {
    const facts = factsOfNeed({
      securities: [
        { kind: '企业保证', valueFen: null },
        { kind: '房产', valueFen: wan(300) },
      ],
    })
    assert.equal(facts['need.securityValueWan'], 300)
  })

  it('works the share of own funds out of investment, when both are known', () => {
    assert.equal(factsOfNeed({ investmentFen: wan(1260), ownFundsFen: wan(460) })['need.ownFundsPct'], 36.51)
    assert.equal('need.ownFundsPct' in factsOfNeed({ ownFundsFen: wan(460) }), false)
  })

  it('speaks in facts that the engine knows, whatever is filled in', () => {
    const names = new Set(FACTS.map(({ name }) => name))
    const amount = fc.option(fc.integer({ min: 0, max: 1e12 }))
    const figures = fc.record({
      revenueFen: amount,
      assetsFen: amount,
      liabilitiesFen: amount,
      taxFen: amount,
      rdFen: amount,
    })
    const terms = fc.record({ amountFen: amount, investmentFen: amount, ownFundsFen: amount })
    fc.assert(
      fc.property(figures, terms, (given, asked) => {
        const { facts, sources } = factsOf(
          { facts: [entry('enterprise.establishedOn', '2001-02-03')], years: [year(2025, given)] },
          need(asked),
          ASKED,
        )
        assert.deepEqual(Object.keys(facts), Object.keys(sources))
        for (const [name, value] of Object.entries(facts)) {
          assert.ok(names.has(name), name)
          assert.ok(Number.isFinite(value), name)
        }
      }),
    )
  })
})
