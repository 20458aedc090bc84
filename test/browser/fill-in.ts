import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import type { FactValue, Facts } from '@lueqiao/matching-engine'
import { projectRoot } from '../../src/root.js'

/** The example of the README: an agro-processor of the 8th Division with tax grade B that asks 300 万元. */
export function exampleFacts(): Facts {
  const example = JSON.parse(readFileSync(path.join(projectRoot, 'examples/profile.json'), 'utf8')) as Facts
  return Object.fromEntries(Object.entries(example).filter(([name]) => name !== 'asOf'))
}

/** Answers the question that stands on the page with mouse and keyboard; undefined is “不清楚”. Answers its fact. */
export async function answerFrom(page: Page, facts: Facts): Promise<string> {
  const fact = (await page.locator('main form input[name=fact]').first().getAttribute('value')) ?? ''
  await fillIn(page, fact, facts[fact])
  await page.getByRole('button', { name: '继续' }).click()
  await page.waitForLoadState()
  return fact
}

async function fillIn(page: Page, fact: string, value: FactValue | undefined): Promise<void> {
  if (value === undefined) {
    await page.locator('input[name=unknown]').check()
  } else if (typeof value === 'boolean') {
    await page
      .locator('input[type=radio][name=value]')
      .nth(value ? 0 : 1)
      .check()
  } else if (typeof value === 'number') {
    await page.locator('input[name=value]').fill(String(value))
  } else if (typeof value === 'object') {
    if (value.length === 0) await page.locator('input[name=none]').check()
    for (const one of value) await page.locator(`input[type=checkbox][value="${one}"]`).check()
  } else {
    if (fact === 'enterprise.industry') await search(page, value)
    await page.locator(`input[type=radio][value="${value === '' ? 'none' : value}"]`).check()
  }
}

async function search(page: Page, text: string): Promise<void> {
  await page.locator('input[name=q]').fill(text)
  await page.getByRole('button', { name: /查找|搜索/ }).click()
}

export const isQuestion = (page: Page): boolean => /\/match$|\/match\/questionnaires\//.test(page.url())
