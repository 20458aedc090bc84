import { load } from 'cheerio'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Facts } from '@lueqiao/matching-engine'
import { projectRoot } from '../src/root.js'
import { profileFields } from '../test/journeys/answering.js'

/** Fills in the whole profile of the example on one page, as a visitor would. Answers the address of the result. */
export async function newResult(origin: string): Promise<string> {
  const example = await readFile(path.join(projectRoot, 'examples/profile.json'), 'utf8')
  const facts = Object.fromEntries(Object.entries(JSON.parse(example) as Facts).filter(([name]) => name !== 'asOf'))
  const page = await fetch(`${origin}/match/profile`)
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? ''
  const token =
    load(await page.text())('input[name=_csrf]')
      .first()
      .attr('value') ?? ''
  const fields = new URLSearchParams({ _csrf: token, then: 'result' })
  for (const [name, value] of Object.entries(profileFields(facts))) {
    for (const one of typeof value === 'string' ? [value] : value) fields.append(name, one)
  }
  const answer = await fetch(`${origin}/match/profile`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    body: fields.toString(),
  })
  const address = answer.headers.get('location')
  if (answer.status !== 303 || !address)
    throw new Error(`The profile was answered with ${answer.status}: there is no result to measure.`)
  return address
}
