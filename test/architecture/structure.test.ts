import assert from 'node:assert/strict'
import { projectRoot } from '../../src/root.js'
import {
  ambiguousTypeNames,
  edgeBreaches,
  fileCircles,
  folderCircles,
  importsOf,
  roomOf,
  shapeBreaches,
  sourcesOf,
} from '../../scripts/structure.js'

const sources = sourcesOf(projectRoot)

/** What does not hold yet, by room or type name. The lists only ever become shorter. */
const notYet = {
  circles: ['applications', 'demo'] as string[],
  edge: ['demo'] as string[],
  typeNames: [
    'Actor',
    'AmountView',
    'Answer',
    'BankStep',
    'Cell',
    'Choice',
    'ConditionRow',
    'Decision',
    'Dimension',
    'Figure',
    'FigureValue',
    'Finding',
    'ImportCounts',
    'ImportState',
    'InvitationState',
    'MoveOrder',
    'MoveSpec',
    'Moved',
    'NewAgreement',
    'Order',
    'Overdue',
    'Page',
    'ProfileSection',
    'RegisterColumn',
    'Requirement',
    'Stage',
    'StepName',
  ] as string[],
  shape: [
    'accounts',
    'agreements',
    'applications',
    'catalogue',
    'demo',
    'escalations',
    'hall',
    'offers',
    'public-figures',
    'registers',
    'reports',
    'review',
  ] as string[],
}

const unlisted = (rooms: readonly string[], allowed: readonly string[]) =>
  rooms.filter((room) => !allowed.includes(room))

describe('the structure of src', () => {
  it('has no circle between files, type imports included', () => {
    const found = fileCircles(sources, { types: true }).filter(
      (circle) => unlisted(circle.map(roomOf), notYet.circles).length > 0,
    )
    assert.deepEqual(found, [])
  })

  it('has no circle between folders, type imports included', () => {
    const found = folderCircles(sources, { types: true }).filter(
      (circle) =>
        unlisted(
          circle.map((folder) => roomOf(`${folder}/`)),
          notYet.circles,
        ).length > 0,
    )
    assert.deepEqual(found, [])
  })

  it('imports web, addresses, menus and Express only at the edge', () => {
    const found = edgeBreaches(sources)
      .filter(({ name }) => !notYet.edge.includes(roomOf(name)))
      .map(({ name, wrong }) => `${name} imports ${wrong.join(', ')}`)
    assert.deepEqual(found, [])
  })

  it('gives an exported type name one meaning across rooms', () => {
    const found = ambiguousTypeNames(sources)
      .filter(({ type }) => !notYet.typeNames.includes(type))
      .map(({ type, files }) => `${type}: ${files.join(', ')}`)
    assert.deepEqual(found, [])
  })

  it('gives every room the same shape', () => {
    const found = shapeBreaches(sources).filter((breach) => !notYet.shape.includes(breach.split(':')[0] ?? ''))
    assert.deepEqual(found, [])
  })

  it('collects every list of a room at the top', () => {
    const collectors = {
      paths: 'paths.ts',
      menu: 'menus.ts',
      'audit-events': 'audit-names.ts',
      'error-pages': 'error-pages.ts',
    }
    const missing = Object.entries(collectors).flatMap(([kind, top]) => {
      const collected = new Set(sources.find(({ name }) => name === top)?.imports.map(({ target }) => target))
      return sources
        .filter(({ name }) => name.endsWith(`.${kind}.ts`) && !collected.has(name))
        .map(({ name }) => `${top} does not import ${name}`)
    })
    assert.deepEqual(missing, [])
  })
})

describe('the counting of imports', () => {
  const imports = (text: string) => importsOf({ name: 'loans/rules/a.ts', text })

  it('finds imports and re-exports over several lines, and where they lead', () => {
    const text = "import {\n  a,\n  type B,\n} from '../b.js'\nexport { c } from './c.js'\nimport 'side-effect'\n"
    assert.deepEqual(imports(text), [
      { specifier: '../b.js', target: 'loans/b.ts', typeOnly: false },
      { specifier: './c.js', target: 'loans/rules/c.ts', typeOnly: false },
      { specifier: 'side-effect', target: null, typeOnly: false },
    ])
  })

  it('takes an import for one of types when every name in it is a type', () => {
    const text =
      "import type { A } from './a.js'\nimport { type B, type C } from './b.js'\nimport { d, type E } from './d.js'\n"
    assert.deepEqual(
      imports(text).map(({ typeOnly }) => typeOnly),
      [true, true, false],
    )
  })
})
