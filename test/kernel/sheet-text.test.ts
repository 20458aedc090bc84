import assert from 'node:assert/strict'
import { csvCell, withoutFormula } from '../../src/kernel/sheet-text.js'

describe('texts for spreadsheets', () => {
  it('get an apostrophe when they begin like a formula, in half and full width, also behind white space', () => {
    for (const sign of ['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
      for (const space of ['', ' ', '\u3000', '\n ', '\ufeff']) {
        const text = `${space}${sign}cmd|1`
        assert.equal(withoutFormula(text), `'${text}`)
      }
    }
  })

  it('get one when they begin with a tab or a line break, which some spreadsheets pass over', () => {
    for (const text of ['\t1', '\r1', '\n一']) assert.equal(withoutFormula(text), `'${text}`)
  })

  it('stay as they are otherwise', () => {
    for (const text of ['', '新疆甲公司', '3%–5%', ' 一', 'a=b', '1-2', "'=1", '“=1”']) {
      assert.equal(withoutFormula(text), text)
    }
    assert.equal(withoutFormula(null), null)
  })

  it('are quoted in CSV, with their own quotes doubled', () => {
    assert.equal(csvCell('甲,"乙"'), '"甲,""乙"""')
    assert.equal(csvCell('=1+"1"'), `"'=1+""1"""`)
  })
})
