import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { FACTS, operatorsOf } from '@lueqiao/matching-engine'

const criteria = readFileSync(new URL('../../docs/criteria.md', import.meta.url), 'utf8')
const rows = criteria.split('\n').filter((line) => line.startsWith('| `'))

describe('docs/criteria.md', () => {
  it('lists every fact with the words, values and unit the engine knows', () => {
    for (const { name, label, unit, values = [] } of FACTS) {
      const row = rows.find((line) => line.startsWith(`| \`${name}\` |`))
      assert.ok(row, name)
      for (const word of [label, unit, ...values]) assert.ok(row.includes(word), `${name}: ${word}`)
    }
  })

  it('lists no fact that the engine does not know', () => {
    const names = rows.flatMap((line) => /^\| `((?:enterprise|need)\.\w+)` \|/.exec(line)?.[1] ?? [])
    assert.deepEqual(names.toSorted(), FACTS.map(({ name }) => name).toSorted())
  })

  it('explains every operator', () => {
    const operators = new Set(FACTS.flatMap((fact) => operatorsOf(fact)))
    for (const operator of operators)
      assert.ok(
        rows.some((line) => line.includes(`\`${operator}\``)),
        operator,
      )
  })
})
