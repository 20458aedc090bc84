import assert from 'node:assert/strict'
import { filesBelow, roomOf } from '../support/source-files.js'

const files = filesBelow('src', '.ts')
const pure = new Set(['kernel', 'finance'])
/** Rooms whose files others may name one by one: pure values and furniture, not domains. */
const furniture = new Set(['kernel', 'web', 'files', 'log', ''])
/** What the files at the top collect from every room: addresses, menus, names of audit events, pages of refusals, jobs. */
const collected = /\.(paths|menu|audit-events|error-pages|jobs)\.ts$/
const crossings = files.flatMap((file) =>
  file.imports.flatMap((one) => {
    if (!one.target || roomOf(one.target) === roomOf(file.name)) return []
    return [{ from: file.name, to: one.target, rooms: [roomOf(file.name), roomOf(one.target)] as const }]
  }),
)

describe('the layout of the house', () => {
  it('keeps the pure rooms free of frameworks, files and other rooms', () => {
    const allowed = { kernel: ['chinese-days'], finance: [] as string[] }
    const broken = files
      .filter((file) => pure.has(roomOf(file.name)))
      .flatMap((file) =>
        file.imports
          .filter(({ specifier, target }) => {
            if (target) return roomOf(target) !== roomOf(file.name) && roomOf(target) !== 'kernel'
            return !allowed[roomOf(file.name) as keyof typeof allowed].includes(specifier)
          })
          .map((one) => `${file.name} imports ${one.specifier}`),
      )
    assert.deepEqual(broken, [])
  })

  it('gives the pure rooms neither a clock nor chance', () => {
    const broken = files.filter((file) => pure.has(roomOf(file.name)) && impure.test(withoutComments(file.text)))
    assert.deepEqual(
      broken.map((file) => file.name),
      [],
    )
  })

  it('lets one room reach another only through its door', () => {
    const broken = crossings
      .filter(({ rooms: [, to], to: file }) => !furniture.has(to) && file !== `${to}/index.ts`)
      .filter(({ from, to }) => roomOf(from) !== '' || !collected.test(to))
      .map(({ from, to }) => `${from} imports ${to}`)
    assert.deepEqual(broken, [])
  })

  it('has no circle between rooms', () => {
    const edges = new Map<string, Set<string>>()
    for (const {
      rooms: [from, to],
    } of crossings) {
      if (from && to) edges.set(from, (edges.get(from) ?? new Set()).add(to))
    }
    assert.deepEqual(circlesIn(edges), [])
  })

  it('keeps what puts the house together out of the rooms; commands are put together as the site is', () => {
    const top = ['app.ts', 'deps.ts', 'routes.ts', 'server.ts']
    const broken = crossings
      .filter(({ from, to }) => top.includes(to) && roomOf(from) !== '' && !from.endsWith('.cli.ts'))
      .filter(({ from, to }) => !onlyTypes(from, to))
      .map(({ from, to }) => `${from} imports ${to}`)
    assert.deepEqual(broken, [])
  })

  it('lets only stores touch mongoose models', () => {
    const broken = files.filter(
      (file) =>
        !['db'].includes(roomOf(file.name)) &&
        !/\.(store|model|collection)\.ts$/.test(file.name) &&
        file.imports.some((one) => one.specifier === 'mongoose' && !one.typeOnly),
    )
    assert.deepEqual(
      broken.map((file) => file.name),
      [],
    )
  })

  it('reads the environment in one place and talks to the console in another', () => {
    const environment = files.filter((file) => /\bprocess\.env\b/.test(withoutComments(file.text)))
    assert.deepEqual(
      environment.map((file) => file.name),
      ['config.ts'],
    )
    const console = files.filter((file) => /\bconsole\./.test(withoutComments(file.text)))
    assert.deepEqual(
      console.map((file) => file.name),
      ['server.ts'],
    )
  })
})

describe('the packages', () => {
  const sourcesOf = (name: string) => filesBelow(`packages/${name}/src`, '.ts')

  it('keep the engine free of every dependency, of a clock and of chance', () => {
    const broken = sourcesOf('matching-engine').flatMap((file) => [
      ...file.imports
        .filter(({ specifier, target }) => !target && specifier !== 'node:crypto')
        .map(({ specifier }) => `${file.name} imports ${specifier}`),
      ...(impure.test(withoutComments(file.text)) ? [`${file.name} reads a clock, chance or the process`] : []),
    ])
    assert.deepEqual(broken, [])
  })

  it('know nothing of the portal and are entered by their index alone', () => {
    const outward = ['matching-engine', 'mongo-sqlite'].flatMap((name) =>
      sourcesOf(name)
        .filter((file) =>
          file.imports.some(({ target, specifier }) => target?.startsWith('..') ?? specifier.startsWith('@lueqiao/')),
        )
        .map((file) => `${name}/${file.name}`),
    )
    const inward = files.flatMap((file) =>
      file.imports
        .filter(({ specifier }) => /^@lueqiao\/[^/]+\/|\/packages\//.test(specifier))
        .map(({ specifier }) => `${file.name} imports ${specifier}`),
    )
    assert.deepEqual([...outward, ...inward], [])
  })

  it('leave SQLite to the database package', () => {
    const broken = files.filter((file) =>
      file.imports.some(({ specifier }) => specifier.includes('sqlite') && specifier !== '@lueqiao/mongo-sqlite'),
    )
    assert.deepEqual(
      broken.map(({ name }) => name),
      [],
    )
  })
})

describe('files', () => {
  it('stay under 300 lines', () => {
    const long = files.filter((file) => file.text.split('\n').length > 301)
    assert.deepEqual(
      long.map((file) => file.name),
      [],
    )
  })

  it('are named for what they answer', () => {
    const vague = files.filter((file) => /(^|[/.-])(utils?|helpers?|misc|common|manager)([/.-]|$)/i.test(file.name))
    assert.deepEqual(
      vague.map((file) => file.name),
      [],
    )
  })
})

const impure = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.now\b|\bprocess\./
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')

function onlyTypes(from: string, to: string): boolean {
  const file = files.find((one) => one.name === from)
  return file?.imports.filter((one) => one.target === to).every((one) => one.typeOnly) ?? false
}

function circlesIn(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const circles: string[] = []
  const visit = (room: string, trail: readonly string[]) => {
    if (trail.includes(room)) {
      circles.push([...trail.slice(trail.indexOf(room)), room].join(' → '))
      return
    }
    for (const next of edges.get(room) ?? []) visit(next, [...trail, room])
  }
  for (const room of edges.keys()) visit(room, [])
  return [...new Set(circles)]
}
