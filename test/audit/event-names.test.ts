import assert from 'node:assert/strict'
import { ACTIONS } from '../../src/applications/rules/state-table.js'
import { eventName, subjectName } from '../../src/audit-names.js'
import { SYNDICATE_MOVES } from '../../src/syndicates/rules/state-table.js'
import { filesBelow } from '../support/source-files.js'

const CODE = '[A-Z]+(?:_[A-Z]+)+'
const sources = () => filesBelow('src', '.ts').map(({ text }) => text)

/** Events that the program text names where it records them; `audit:` of a route names what is asked, not what happens. */
function recordedNames(): ReadonlySet<string> {
  const named = new RegExp(`(?:name|event): '(${CODE})'|(?:record|noted|write|changed)\\w*\\([^)'\`]*'(${CODE})'`, 'g')
  return new Set(sources().flatMap((text) => [...text.matchAll(named)].map((found) => found[1] ?? found[2] ?? '')))
}

const coded = (action: string) => action.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()

describe('the names of events', () => {
  it('are Chinese for every event that the program records', () => {
    const names = recordedNames()
    assert.ok(names.size > 60, `only ${names.size} found: the search has gone blind`)
    assert.deepEqual([...names].filter((name) => eventName(name) === name), []) // prettier-ignore
  })

  it('are Chinese for every move of an application and of a syndicate, and for every import', () => {
    const moves = [
      ...ACTIONS.map((action) => `APPLICATION_${coded(action)}`),
      ...Object.keys(SYNDICATE_MOVES).map((action) => `SYNDICATE_${coded(action)}`),
      ...['PIPELINE', 'REPORTED'].flatMap((table) =>
        ['IMPORT_CHECKED', 'IMPORT_REFUSED', 'IMPORT_CANCELLED', 'IMPORTED'].map((name) => `${table}_${name}`),
      ),
    ]
    assert.deepEqual(moves.filter((name) => eventName(name) === name), []) // prettier-ignore
  })

  it('have Chinese words for everything that events are about', () => {
    const kinds = new Set(
      sources().flatMap((text) =>
        [...text.matchAll(/subject(?:: | = )\{ kind: '([a-z-]+)'/g)].map((found) => found[1] ?? ''),
      ),
    )
    assert.ok(kinds.size > 8, [...kinds].join())
    assert.deepEqual([...kinds].filter((kind) => subjectName(kind) === kind), []) // prettier-ignore
  })
})
