import assert from 'node:assert/strict'
import { filesBelow } from '../support/source-files.js'

const lines = filesBelow('views', '.ejs').flatMap(({ name, text }) =>
  text.split('\n').map((line, at) => ({ place: `${name}:${at + 1}`, length: [...line].length })),
)

describe('templates', () => {
  it('have no line over 200 characters', () => {
    assert.deepEqual(
      lines.filter(({ length }) => length > 200).map(({ place }) => place),
      [],
    )
  })

  it('have 95 % of their lines under 120 characters', () => {
    const long = lines.filter(({ length }) => length >= 120).length
    assert.ok(long <= lines.length * 0.05, `${long} of ${lines.length} lines have 120 characters or more`)
  })
})
