import { factSpec } from './facts.js'
import { isRecord, unknownKeys } from './json-shape.js'
import { quote } from './quote.js'
import type { Fault, Vocabulary } from './types.js'
import { checkMultiple, validateRule } from './validate-rule.js'

const KEYS = {
  product:
    'id bank name category isGreen summary amount term rate fees repayment guarantee processingDays purposes greenCodes criteria source confidence',
  amount: 'minWan maxWan basis limit',
  limit: 'of times basis',
  term: 'minMonths maxMonths basis',
  rate: 'minPct maxPct basis text',
  fee: 'name pct wan payer basis',
  processingDays: 'value basis',
  source: 'title url asOf',
}
const REPAYMENT = ['等额本息', '等额本金', '先息后本', '到期一次还本付息', '随借随还', '按计划还本']
const GUARANTEE = ['信用', '抵押', '质押', '保证', '组合']
const BASIS = ['published', 'illustrative']
const CONFIDENCE = ['published', 'partial', 'illustrative']

type Range = { readonly max: number; readonly whole?: boolean; readonly positive?: boolean }

/**
 * Every fault of a product that comes from outside, each with its place. Empty when the product has exactly the shape
 * of docs/criteria.md and its conditions are sound.
 */
export function validateProduct(product: unknown, path: string, vocabulary: Vocabulary): readonly Fault[] {
  if (!isRecord(product)) return [{ path, message: '产品应是一个对象' }]
  const check = new Check(vocabulary)
  check.keys(product, KEYS.product, path)
  check.text(product.id, `${path}.id`, 80, /^[a-z0-9][a-z0-9-]*$/, '（小写字母、数字和连字符）')
  if (typeof product.bank !== 'string' || !vocabulary.banks.has(product.bank)) {
    check.report(`${path}.bank`, `没有这家机构：${quote(product.bank)}`)
  }
  check.text(product.name, `${path}.name`, 100)
  check.text(product.category, `${path}.category`, 40)
  check.text(product.summary, `${path}.summary`, 1000)
  if (typeof product.isGreen !== 'boolean') check.report(`${path}.isGreen`, '应为 true 或 false')
  checkAmount(product.amount, `${path}.amount`, check)
  check.range(product.term, `${path}.term`, KEYS.term, ['minMonths', 'maxMonths'], { max: 600, whole: true })
  const rate = check.range(product.rate, `${path}.rate`, KEYS.rate, ['minPct', 'maxPct'], { max: 100 })
  if (rate?.text !== undefined) check.text(rate.text, `${path}.rate.text`, 200)
  checkFees(product.fees, `${path}.fees`, check)
  check.words(product.repayment, `${path}.repayment`, REPAYMENT, 1)
  check.words(product.guarantee, `${path}.guarantee`, GUARANTEE, 1)
  const days = check.object(product.processingDays, `${path}.processingDays`, KEYS.processingDays)
  if (days) check.number(days.value, `${path}.processingDays.value`, { max: 1000, whole: true })
  if (days) check.oneOf(days.basis, `${path}.processingDays.basis`, BASIS)
  check.words(product.purposes, `${path}.purposes`, factSpec('need.purpose').values ?? [], 1)
  check.words(product.greenCodes, `${path}.greenCodes`, vocabulary.greenClasses, 0)
  check.faults.push(...validateRule(product.criteria, `${path}.criteria`, vocabulary))
  checkSource(product.source, `${path}.source`, check)
  check.oneOf(product.confidence, `${path}.confidence`, CONFIDENCE)
  return check.faults
}

function checkAmount(value: unknown, path: string, check: Check): void {
  const amount = check.range(value, path, KEYS.amount, ['minWan', 'maxWan'], { max: 1e9, positive: true })
  if (amount?.limit === undefined) return
  const limits = check.list(amount.limit, `${path}.limit`, 20)
  limits.forEach((limit, i) => {
    const place = `${path}.limit[${i}]`
    const checked = check.object(limit, place, KEYS.limit)
    if (!checked) return
    checkMultiple('need.amountWan', checked.of, checked.times, place, check.report)
    check.oneOf(checked.basis, `${place}.basis`, BASIS)
  })
}

function checkFees(value: unknown, path: string, check: Check): void {
  check.list(value, path, 20).forEach((item, i) => {
    const place = `${path}[${i}]`
    const fee = check.object(item, place, KEYS.fee)
    if (!fee) return
    check.text(fee.name, `${place}.name`, 40)
    check.oneOf(fee.payer, `${place}.payer`, ['企业', '银行'])
    check.oneOf(fee.basis, `${place}.basis`, BASIS)
    if ('pct' in fee === 'wan' in fee)
      check.report(place, '费用应写 pct（百分数）或 wan（万元），二者取一，未公布时写 null')
    else if ('pct' in fee) check.number(fee.pct, `${place}.pct`, { max: 100 })
    else check.number(fee.wan, `${place}.wan`, { max: 1e9 })
  })
}

function checkSource(value: unknown, path: string, check: Check): void {
  const source = check.object(value, path, KEYS.source)
  if (!source) return
  check.text(source.title, `${path}.title`, 300)
  if (source.url !== null) {
    check.text(source.url, `${path}.url`, 1000, /^https?:\/\/[^\s"'<>]+$/, '（http 或 https 网址，没有时为 null）')
  }
  if (source.asOf !== null && !isDay(source.asOf)) {
    check.report(
      `${path}.asOf`,
      `应为真实的日期 YYYY-MM-DD，只知年月时为 YYYY-MM 或 YYYY，不详时为 null，收到的是“${quote(source.asOf)}”`,
    )
  }
}

/** Whether a text is a day, a month or a year of the calendar: 2026-02-30 and 2026-13 are none. */
function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[12]\d{3}(-\d{2}(-\d{2})?)?$/.test(value)) return false
  const day = `${value}${'-01'.repeat((10 - value.length) / 3)}`
  const time = Date.parse(`${day}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(day)
}

class Check {
  readonly faults: Fault[] = []
  constructor(readonly vocabulary: Vocabulary) {}

  readonly report = (path: string, message: string): void => {
    this.faults.push({ path, message })
  }

  keys(object: Record<string, unknown>, known: string, path: string): void {
    for (const key of unknownKeys(object, known.split(' '))) this.report(`${path}.${quote(key)}`, '不认识的键，请删去')
  }

  object(value: unknown, path: string, known: string): Record<string, unknown> | undefined {
    if (!isRecord(value)) {
      this.report(path, '应是一个对象')
      return undefined
    }
    this.keys(value, known, path)
    return value
  }

  list(value: unknown, path: string, most: number): readonly unknown[] {
    if (Array.isArray(value) && value.length <= most) return value
    this.report(path, `应是一个列表，最多 ${most} 项`)
    return []
  }

  text(value: unknown, path: string, longest: number, pattern?: RegExp, meaning = ''): void {
    const sound = typeof value === 'string' && value.trim() !== '' && value.length <= longest
    if (!sound || pattern?.test(value) === false) {
      this.report(path, `应为不超过 ${longest} 字的文字${meaning}，收到的是“${quote(value)}”`)
    }
  }

  oneOf(value: unknown, path: string, allowed: readonly string[]): void {
    if (typeof value !== 'string' || !allowed.includes(value)) {
      this.report(path, `应为${allowed.join('、')}之一，收到的是“${quote(value)}”`)
    }
  }

  words(value: unknown, path: string, allowed: readonly string[] | ReadonlyMap<string, string>, least: number): void {
    const items = this.list(value, path, 200)
    if (Array.isArray(value) && items.length < least) this.report(path, `至少要有 ${least} 项`)
    const known = (item: string) => (allowed instanceof Map ? allowed.has(item) : (allowed as string[]).includes(item))
    items.forEach((item, i) => {
      if (typeof item !== 'string' || !known(item)) this.report(`${path}[${i}]`, `不认识的值“${quote(item)}”`)
      else if (items.indexOf(item) !== i) this.report(`${path}[${i}]`, `重复的值“${quote(item)}”`)
    })
  }

  /** A number from 0 to `max`, above 0 where it has to be positive, or null for 未公布. */
  number(value: unknown, path: string, { max, whole = false, positive = false }: Range): void {
    if (value === null) return
    const inside = typeof value === 'number' && value <= max && (positive ? value > 0 : value >= 0)
    if (inside && (!whole || Number.isInteger(value))) return
    const range = positive ? `大于 0、不超过 ${max}` : ` 0 到 ${max}`
    this.report(path, `应为${range} 的${whole ? '整数' : '数字'}，未公布时为 null，收到的是“${quote(value)}”`)
  }

  /** An object with a lower and an upper bound and a basis. */
  range(value: unknown, path: string, known: string, [from, to]: readonly [string, string], range: Range) {
    const object = this.object(value, path, known)
    if (!object) return undefined
    const [least, most] = [object[from], object[to]]
    this.number(least, `${path}.${from}`, range)
    this.number(most, `${path}.${to}`, range)
    if (typeof least === 'number' && typeof most === 'number' && least > most) {
      this.report(path, `${from} ${least} 大于 ${to} ${most}`)
    }
    this.oneOf(object.basis, `${path}.basis`, BASIS)
    return object
  }
}
