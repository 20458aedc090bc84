import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../src/root.js'

export type SourceFile = {
  /** Path below the folder that was listed, with forward slashes. */
  readonly name: string
  readonly text: string
  readonly imports: readonly Import[]
}
export type Import = {
  /** As written: `express`, `../web/page.js`. */
  readonly specifier: string
  /** For a relative import: the file it names below `src`, such as `web/page.ts`. */
  readonly target: string | null
  readonly typeOnly: boolean
}

const importPattern = /^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gms

/** Every file below a top-level folder whose name ends so. */
export function filesBelow(folder: string, ending: string): SourceFile[] {
  const base = path.join(projectRoot, folder)
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.relative(base, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
    .map((name) => {
      const text = readFileSync(path.join(base, name), 'utf8')
      return { name, text, imports: importsOf(name, text) }
    })
}

function importsOf(name: string, text: string): Import[] {
  return [...text.matchAll(importPattern)].map((match) => {
    const specifier = match[2] ?? ''
    const relative = specifier.startsWith('.')
    const target = relative ? path.posix.join(path.posix.dirname(name), specifier).replace(/\.js$/, '.ts') : null
    return { specifier, target, typeOnly: Boolean(match[1]) }
  })
}

/** The room a file of `src` belongs to; files at the top belong to the house itself. */
export function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : ''
}
