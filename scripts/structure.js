// Measures of the structure of a checkout: files, circles, imports across the edge, type names, views. Used by
// scripts/count-structure.js and by the tests in test/architecture. Reads source text only; nothing is compiled.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

const importPattern = /^(?:import|export)\s+(type\s+)?((?:[^'";]|;(?=[^\n]*\}))*?\sfrom\s+)?['"]([^'"]+)['"]/gms
const typePattern =
  /^export\s+(?:declare\s+)?(?:abstract\s+)?(?:type|interface|class|enum)\s+([A-Za-z_$][\w$]*)(?=[\s<={])/gm

/** Files below `folder` of a checkout whose name ends so, with their text; names are relative, with forward slashes. */
export function filesOf(checkout, folder, ending) {
  const base = path.join(checkout, folder)
  if (!existsSync(base)) return []
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.relative(base, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => !/(^|\/)(dist|node_modules)\//.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(base, name), 'utf8') }))
}

/** The `.ts` files of `src` with their imports. */
export function sourcesOf(checkout) {
  return filesOf(checkout, 'src', '.ts').map((file) => ({ ...file, imports: importsOf(file) }))
}

/**
 * The imports and re-exports of a file. `target` is the file below `src` that a relative import names, else null;
 * `typeOnly` is true when the statement imports types alone, by `import type` or by `type` before every name.
 */
export function importsOf({ name, text }) {
  return [...text.matchAll(importPattern)].map(([, type, clause = '', specifier]) => {
    const target = specifier.startsWith('.')
      ? path.posix.join(path.posix.dirname(name), specifier).replace(/\.js$/, '.ts')
      : null
    const names = /^\s*\{([^}]*)\}/.exec(clause)?.[1].split(',').map((one) => one.trim()).filter(Boolean) ?? [] // prettier-ignore
    const typeOnly = Boolean(type) || (names.length > 0 && names.every((one) => one.startsWith('type ')))
    return { specifier, target, typeOnly }
  })
}

/** The first folder of a file of `src`; '' for the files at the top. */
export const roomOf = (name) => (name.includes('/') ? name.slice(0, name.indexOf('/')) : '')

/** Circles between files: groups of files that all reach each other. With `types`, type imports count as well. */
export function fileCircles(sources, { types }) {
  const edges = new Map(
    sources.map(({ name, imports }) => [
      name,
      new Set(imports.filter(({ target, typeOnly }) => target && (types || !typeOnly)).map(({ target }) => target)),
    ]),
  )
  return circles(edges)
}

/**
 * Circles between folders. A file and the folders inside its own folder are one side: what a room's root files put
 * together lies in its folders, so edges between a folder and one that contains it do not count.
 */
export function folderCircles(sources, { types }) {
  const edges = new Map()
  for (const { name, imports } of sources) {
    const from = path.posix.dirname(name)
    for (const { target, typeOnly } of imports) {
      if (!target || (typeOnly && !types)) continue
      const to = path.posix.dirname(target)
      if (contains(from, to) || contains(to, from)) continue
      edges.set(from, (edges.get(from) ?? new Set()).add(to))
    }
  }
  return circles(edges)
}

const contains = (folder, other) => folder === '.' || folder === other || other.startsWith(`${folder}/`)

/** The strongly connected components of more than one node, by Tarjan's algorithm; each sorted. */
function circles(edges) {
  const found = []
  const [index, low, onStack, stack] = [new Map(), new Map(), new Set(), []]
  const visit = (node) => {
    index.set(node, index.size)
    low.set(node, index.get(node))
    stack.push(node)
    onStack.add(node)
    for (const next of edges.get(node) ?? []) {
      if (!index.has(next)) visit(next)
      if (onStack.has(next)) low.set(node, Math.min(low.get(node), low.get(next)))
    }
    if (low.get(node) !== index.get(node)) return
    const group = stack.splice(stack.indexOf(node))
    for (const member of group) onStack.delete(member)
    if (group.length > 1) found.push(group.sort())
  }
  for (const node of edges.keys()) if (!index.has(node)) visit(node)
  return found.sort()
}

/** File names of the edge: what shows, routes or words something for people. */
const edgeFile =
  /(^|\/)pages\/|\.(pages?|views?|view-model|form|controller|routes|router|menu|paths|error-pages|notices|api)\.ts$|(^|\/)routes\.ts$/

/** Whether a file belongs to the edge, and may import web, paths, menus and Express. */
export const isEdge = (name) => roomOf(name) === '' || roomOf(name) === 'web' || edgeFile.test(name)

/** Files outside the edge that import web, the addresses, the menus or a type of Express, with what they import. */
export function edgeBreaches(sources) {
  return sources
    .filter(({ name }) => !isEdge(name))
    .flatMap(({ name, text, imports }) => {
      const wrong = imports
        .filter(({ specifier, target }) => specifier === 'express' || (target && uiTarget.test(target)))
        .map(({ specifier, target }) => target ?? specifier)
      if (/\bExpress\.\w/.test(withoutComments(text))) wrong.push('Express.*')
      return wrong.length > 0 ? [{ name, wrong: [...new Set(wrong)].sort() }] : []
    })
}

const uiTarget = /^web\/|^(web\/)?(paths|menus|error-pages)\.ts$/

/** A text without its comments. */
export const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '$1')

/** Exported type names that are declared in more than one room of `src`: name → files. */
export function ambiguousTypeNames(sources) {
  const files = new Map()
  for (const { name, text } of sources) {
    for (const [, type] of text.matchAll(typePattern)) files.set(type, [...(files.get(type) ?? []), name])
  }
  return [...files]
    .filter(([, names]) => new Set(names.map(roomOf)).size > 1)
    .map(([type, names]) => ({ type, files: names }))
    .sort((a, b) => b.files.length - a.files.length || (a.type < b.type ? -1 : 1))
}

/** The longest line of the views, and the share of lines under 120 characters. */
export function viewLines(checkout) {
  const lines = filesOf(checkout, 'views', '.ejs').flatMap(({ text }) => text.split('\n'))
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0)
  return { longest, shareUnder120: lines.filter((line) => line.length < 120).length / Math.max(1, lines.length) }
}

/** Rooms that are no domain: values and furniture for all others, with a shape of their own. */
const withoutShape = new Set(['', 'kernel', 'web', 'db', 'log', 'files', 'finance', 'reference', 'spreadsheets'])
/** Rooms of several subjects, each in a folder named for it. */
const withSubjects = new Set(['statistics'])
const rootKinds = 'routes|service|paths|audit-events|menu|error-pages|notices|jobs|api'
const folders = ['rules', 'use-cases', 'data', 'pages']
const pageFile = /\.(pages?|views?|view-model|form|controller)\.ts$/
const dataFile = /\.(store|collection|model)\.ts$/

/**
 * What of the rooms differs from the common shape: at a room's root its index, `ROOM.KIND.ts` and commands; pages, data
 * and all other code in the folders `pages`, `data`, `rules` and `use-cases`, which have three files or more. Fewer
 * than three pages or data files, and up to four others, may stay at the root of a room without that folder.
 */
export function shapeBreaches(sources) {
  const breaches = []
  for (const room of new Set(sources.map(({ name }) => roomOf(name)))) {
    if (withoutShape.has(room)) continue
    const inside = sources.map(({ name }) => name).filter((name) => roomOf(name) === room)
    const named = new RegExp(`^${room}/(index|${room}\\.(${rootKinds})|[^/]+\\.cli)\\.ts$`)
    const loose = inside.filter((name) => name.split('/').length === 2 && !named.test(name))
    const has = (folder) => inside.some((name) => name.startsWith(`${room}/${folder}/`))
    const [pages, data] = [loose.filter((name) => pageFile.test(name)), loose.filter((name) => dataFile.test(name))]
    const others = loose.filter((name) => !pageFile.test(name) && !dataFile.test(name))
    if (pages.length > (has('pages') ? 0 : 2)) breaches.push(`${room}: ${pages.length} page files at the root`)
    if (data.length > (has('data') ? 0 : 2)) breaches.push(`${room}: ${data.length} data files at the root`)
    if (others.length > (has('rules') || has('use-cases') ? 0 : 4)) {
      breaches.push(`${room}: ${others.length} other files at the root`)
    }
    for (const folder of new Set(inside.map(path.posix.dirname))) {
      const files = inside.filter((name) => path.posix.dirname(name) === folder)
      const [, name] = folder.split('/')
      if (name !== undefined && files.length < 3) breaches.push(`${room}: fewer than three files in ${folder}`)
      if (name !== undefined && !folders.includes(name) && !withSubjects.has(room))
        breaches.push(`${room}: a folder named ${name}`)
    }
  }
  return breaches.sort()
}
