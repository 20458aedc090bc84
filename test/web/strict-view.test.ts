import assert from 'node:assert/strict'
import { strictView } from '../../src/web/strict-view.js'

describe('a view model in tests', () => {
  const typed: Readonly<Record<string, string>> = { amount: '3' }
  const view = strictView({ title: '标题', rows: [{ label: '一', value: null }], typed, at: new Date(0) })

  it('shows the names that it has, empty ones too', () => {
    assert.equal(view.title, '标题')
    assert.deepEqual(
      view.rows.map(({ label, value }) => [label, value]),
      [['一', null]],
    )
    assert.equal(view.at.getTime(), 0)
  })

  it('refuses a name that it does not have, at any depth, and names the path', () => {
    assert.throws(() => (view as unknown as { titel: string }).titel, /view\.titel/)
    assert.throws(() => (view.rows[0] as unknown as { lable: string }).lable, /view\.rows\.0\.lable/)
  })

  it('answers lookups by the name of a field, for a field that was not filled in is no slip', () => {
    assert.equal(view.typed.rate, undefined)
  })

  it('can be spread, listed, awaited and turned into JSON', async () => {
    assert.deepEqual(Object.keys({ ...view }), ['title', 'rows', 'typed', 'at'])
    const awaited = await Promise.resolve(view)
    assert.match(JSON.stringify(awaited), /标题/)
  })
})
