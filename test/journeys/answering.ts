import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { CheerioAPI } from 'cheerio'
import type supertest from 'supertest'
import { FACTS, factSpec, type Facts, type FactValue } from '@lueqiao/matching-engine'
import type { Visitor } from '../support/app.js'

type Fields = Record<string, string | readonly string[]>

const QUESTION_FORM = 'form[method=post]:has(input[name=fact])'

/** A worked sample of the catalogue by its id. */
export function sampleFacts(id: string): Facts {
  const { items } = JSON.parse(readFileSync('test/cases/samples.json', 'utf8')) as {
    items: { id: string; facts: Facts }[]
  }
  const sample = items.find((item) => item.id === id)
  assert.ok(sample, `there is no sample ${id}`)
  return sample.facts
}

/** What a visitor fills in to answer one question; undefined is “不清楚”. */
export function answerFields(fact: string, value: FactValue | undefined): Fields {
  if (value === undefined) return { fact, unknown: '1' }
  if (typeof value === 'object') return value.length > 0 ? { fact, values: value } : { fact, none: '1' }
  if (typeof value === 'boolean') return { fact, value: value ? 'yes' : 'no' }
  return { fact, value: fact === 'need.greenCode' && value === '' ? 'none' : String(value) }
}

/** What a visitor fills in on the page with all questions. */
export function profileFields(facts: Facts): Fields {
  const fields: Record<string, string | readonly string[]> = {}
  for (const { name, kind } of FACTS) {
    const value = facts[name]
    if (value === undefined) continue
    if (typeof value === 'object') {
      fields[`${name}.state`] = value.length > 0 ? 'some' : 'none'
      fields[name] = value
    } else if (kind === 'green') {
      fields[`${name}.state`] = value === '' ? 'none' : 'some'
      fields[name] = String(value)
    } else fields[name] = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
  }
  return fields
}

/** Answers whatever is asked until the portal shows a result; returns its address and what was asked. */
export async function answerEverything(
  visitor: Visitor,
  facts: Facts,
): Promise<{ readonly address: string; readonly asked: readonly string[] }> {
  let address = '/match'
  const asked: string[] = []
  while (address === '/match' || isQuestionnaire(address)) {
    assert.ok(asked.length <= FACTS.length, 'the questionnaire does not end')
    const $ = await visitor.open(address)
    const fact = askedFact($)
    asked.push(fact)
    address = await go(sendAnswer(visitor, $, answerFields(fact, facts[fact])))
  }
  return { address, asked }
}

/** Answers exactly these facts in this order, whatever is asked; returns the address of the questionnaire or result. */
export async function answerInOrder(visitor: Visitor, facts: Facts, order: readonly string[]): Promise<string> {
  let address = '/match'
  let questionnaire = '/match'
  for (const fact of order) {
    const $ = await visitor.open(`${questionnaire}?fact=${factSpec(fact).name}`)
    address = await go(sendAnswer(visitor, $, answerFields(fact, facts[fact])))
    if (isQuestionnaire(address)) questionnaire = address
  }
  return isQuestionnaire(address) ? showResultNow(visitor, await visitor.open(address)) : address
}

export const isQuestionnaire = (address: string): boolean => address.startsWith('/match/questionnaires/')

export const askedFact = ($: CheerioAPI): string => $(`${QUESTION_FORM} input[name=fact]`).attr('value') ?? ''

/** Sends the form of the open question with this answer in the place of the one that stands there. */
export function sendAnswer(visitor: Visitor, $: CheerioAPI, fields: Fields): ReturnType<Visitor['post']> {
  const form = $(QUESTION_FORM)
  return visitor.post(form.attr('action') ?? '', {
    _csrf: form.find('input[name=_csrf]').attr('value') ?? '',
    ...fields,
  })
}

/** Presses “直接看结果”; returns the address of the result. */
export const showResultNow = (visitor: Visitor, $: CheerioAPI): Promise<string> => go(visitor.submit($, '#conclude'))

/** Fills in the page with all questions and asks for the result; returns its address. */
export async function sendProfile(visitor: Visitor, facts: Facts): Promise<string> {
  const $ = await visitor.open('/match/profile')
  return go(visitor.submit($, 'form[method=post]', { ...profileFields(facts), then: 'result' }))
}

/** The numbers of 符合, 待补充, 只差一项 and 差两项及以上 at the top of a result. */
export function countsOn($: CheerioAPI): readonly number[] {
  return $('nav.stats b')
    .toArray()
    .map((one) => Number.parseInt($(one).text(), 10))
}

/** The names of the products in a group of a result. */
export function productsIn($: CheerioAPI, group: string): readonly string[] {
  return $(`#${group} li.card h3`)
    .toArray()
    .map((one) => $(one).text().trim())
}

/** The decision record behind a result, exactly as it is downloaded. */
export async function recordText(visitor: Visitor, address: string): Promise<string> {
  const response = await visitor.get(`${address}/record.json`).buffer(true).parse(asText).expect(200)
  return response.body as string
}

/** supertest would parse JSON; the exact text is wanted. */
function asText(res: supertest.Response, done: (error: Error | null, text: string) => void): void {
  const chunks: Buffer[] = []
  res.on('data', (chunk: Buffer) => chunks.push(chunk))
  res.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')))
}

export async function go(sending: ReturnType<Visitor['post']>): Promise<string> {
  const response = await sending.expect(303)
  return response.headers.location ?? ''
}
