import assert from 'node:assert/strict'
import { chartScale, monthBars, rowBars, type MonthValue } from '../../src/statistics/overview/charts.js'

const FEN_PER_WAN = 1_000_000
const pieces = chartScale(false, '笔', [])
const month = (value: number | null, before: number | null): MonthValue => ({
  ...{ value, before, label: '1', spoken: '', href: '' },
})

describe('the charts of the bureau', () => {
  it('tell money in 亿元 from one 亿 on, with two decimals', () => {
    const size = chartScale(true, '', [10_000 * FEN_PER_WAN, null])
    assert.equal(size.unit, '亿元')
    assert.equal(size.text(12_345 * FEN_PER_WAN), '1.23')
  })

  it('tell money below one 亿 in whole 万元, in groups of three digits', () => {
    const size = chartScale(true, '', [9_999 * FEN_PER_WAN, 3 * FEN_PER_WAN])
    assert.equal(size.unit, '万元')
    assert.equal(size.text(1_370 * FEN_PER_WAN), '1,370')
    assert.equal(size.of(3 * FEN_PER_WAN), 3)
  })

  it('leave what is counted in its own unit', () => {
    const size = chartScale(false, '笔', [20_000])
    assert.deepEqual([size.unit, size.text(20_000)], ['笔', '20,000'])
  })

  it('set no figure where the line of the year before would strike it out', () => {
    const { bars } = monthBars([month(5, 11), month(100, 5), month(5, 80)], pieces)
    for (const { bar, last } of bars) {
      assert.ok(bar && last)
      const [top, foot] = [bar.base - 13, bar.base]
      assert.ok(last.y <= top || last.y >= foot, `a line at ${last.y} through digits from ${top} to ${foot}`)
      assert.ok(foot < bar.y)
    }
  })

  it('say that there is nothing to draw, of months and of rows', () => {
    assert.equal(monthBars([month(0, 0), month(null, null)], pieces).empty, true)
    assert.equal(monthBars([month(0, 1)], pieces).empty, false)
    const row = { name: '第二师铁门关市', text: '0', href: '' }
    assert.equal(rowBars([{ ...row, value: 0 }]).empty, true)
    assert.equal(rowBars([{ ...row, value: 1 }]).empty, false)
  })

  it('write a name without its brackets before a bar, and read it out whole', () => {
    const [row] = rowBars([{ name: '第十一师（建筑工程师）', value: 3, text: '3', href: '' }]).rows
    assert.equal(row?.label, '第十一师')
    assert.match(row?.spoken ?? '', /第十一师（建筑工程师） 3/)
  })
})
