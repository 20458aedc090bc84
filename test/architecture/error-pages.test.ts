import assert from 'node:assert/strict'
import { errorPages } from '../../src/error-pages.js'
import { filesBelow } from '../support/source-files.js'

const code = "'([a-z]+(?:-[a-z]+)*\\.[a-z-]+)'"
const thrown = new Set(
  filesBelow('src', '.ts').flatMap(({ text }) =>
    [...text.matchAll(new RegExp(`(?:new \\w+|super)\\(\\s*${code}`, 'g'))].map(([, one]) => one ?? ''),
  ),
)

describe('the pages of refusals', () => {
  it('exist for every code that a rule or a use case throws', () => {
    assert.ok(thrown.size > 60, `only ${thrown.size} codes found`)
    const common = 'record.not-found'
    assert.deepEqual(
      [...thrown].filter((one) => !(one in errorPages) && one !== common),
      [],
    )
  })

  it('are for codes that something throws', () => {
    assert.deepEqual(
      Object.keys(errorPages).filter((one) => !thrown.has(one)),
      [],
    )
  })
})
