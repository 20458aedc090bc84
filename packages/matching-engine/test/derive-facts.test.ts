import assert from 'node:assert/strict'
import { deriveFacts } from '../src/index.js'
import type { FactValue, Facts } from '../src/index.js'
import { deliveredSizeBands, sizeVectors } from './delivered.js'

const bands = deliveredSizeBands()
const SIZE = 'enterprise.sizeClass'
const CLASS_OF: Readonly<Record<string, string>> = {
  工业: '1373',
  '农、林、牧、渔业': '0111',
  建筑业: '4710',
  软件和信息技术服务业: '6513',
  其他未列明行业: '7320',
}

function sizeOf(industry: string | undefined, given: Readonly<Record<string, FactValue>>): FactValue | undefined {
  const facts: Facts = { ...(industry !== undefined && { 'enterprise.industry': industry }), ...given }
  return deriveFacts(facts, bands)[SIZE]
}

describe('The size class', () => {
  it('agrees with the published vectors', () => {
    for (const { group, tier, employees, revenue_wan, assets_wan } of sizeVectors()) {
      const given = {
        ...(employees !== undefined && { 'enterprise.employees': employees }),
        ...(revenue_wan !== undefined && { 'enterprise.annualRevenueWan': revenue_wan }),
        ...(assets_wan !== undefined && { 'enterprise.totalAssetsWan': assets_wan }),
      }
      assert.equal(sizeOf(CLASS_OF[String(group)], given), tier, JSON.stringify({ group, ...given }))
    }
  })

  it('is known from one indicator when that one is micro, and waits for the others otherwise', () => {
    assert.equal(sizeOf('1373', { 'enterprise.employees': 19 }), '微型')
    assert.equal(sizeOf('1373', { 'enterprise.annualRevenueWan': 299 }), '微型')
    assert.equal(sizeOf('1373', { 'enterprise.employees': 20 }), undefined)
    assert.equal(sizeOf('1373', { 'enterprise.employees': 5000 }), undefined)
    assert.equal(sizeOf('0111', { 'enterprise.annualRevenueWan': 500 }), '中型')
  })

  it('is not derived where the measure does not reach or the industry is not known', () => {
    const all = { 'enterprise.employees': 10, 'enterprise.annualRevenueWan': 10, 'enterprise.totalAssetsWan': 10 }
    for (const code of ['5310', '6621', '8310', '8411', '7040', '9221'])
      assert.equal(sizeOf(code, all), undefined, code)
    assert.equal(sizeOf(undefined, all), undefined)
    assert.equal(sizeOf('7010', all), '微型')
    assert.equal(sizeOf('7030', all), '小型')
  })

  it('is taken as given when it is given', () => {
    assert.equal(sizeOf('1373', { 'enterprise.employees': 1, [SIZE]: '大型' }), '大型')
  })
})
