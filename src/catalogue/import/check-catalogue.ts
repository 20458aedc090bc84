import { z } from 'zod'
import { isLawDate } from '../../kernel/dates.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { validateProduct, type Fault, type Product, type Vocabulary } from '@lueqiao/matching-engine'
import type { CatalogueContent } from '../data/catalogue-content.js'

/** Gives the vocabulary that conditions are checked against, with the banks of the file. */
export type VocabularyOf = (banks: readonly { readonly id: string; readonly name: string }[]) => Vocabulary

const words = (most: number) =>
  z
    .string({ error: '要填写文字。' })
    .min(1, { error: '不能为空。' })
    .max(most, { error: `不能超过 ${most} 个字。` })

const bank = z.strictObject(
  {
    id: z
      .string({ error: '要填写文字。' })
      .regex(/^[a-z][a-z0-9-]{0,39}$/, { error: '编号只能用小写字母、数字和连字符，以字母开头。' }),
    name: words(60),
    shortName: words(20),
    kind: words(30),
    xpccBranch: words(60),
    agreement: z.custom<unknown>((value) => value !== undefined, { error: '要填写，没有协议时写 null。' }),
  },
  { error: '要是一个对象，含 id、name、shortName、kind、xpccBranch、agreement。' },
)

const catalogueSchema = z.strictObject(
  {
    title: words(100),
    asOf: z
      .string({ error: '要填写文字。' })
      .refine(isLawDate, { error: '要写成 2026-11-22 这样的日期，且确有这一天。' }),
    notes: z.string({ error: '要填写文字。' }).max(5000, { error: '不能超过 5000 个字。' }),
    banks: z.array(bank, { error: '要是一个列表。' }).min(1, { error: '至少要有一家机构。' }),
    products: z.array(z.unknown(), { error: '要是一个列表。' }).min(1, { error: '至少要有一个产品。' }),
  },
  { error: '最外层要是一个对象，含 title、asOf、notes、banks、products。' },
)

/**
 * Checks a whole catalogue: its fields, its banks, and every condition of every product. Returns content that the engine
 * can use, or all faults with their paths.
 */
export function checkCatalogue(value: unknown, vocabularyOf: VocabularyOf): Result<CatalogueContent, readonly Fault[]> {
  const unsafe = unsafeContent(value)
  if (unsafe.length > 0) return failed(unsafe)
  const parsed = catalogueSchema.safeParse(value)
  const outlineFaults = parsed.success ? [] : parsed.error.issues.map(schemaFault)
  const banks = banksOf(value)
  const products = listOf(value, 'products')
  const vocabulary = vocabularyOf(banks)
  const faults = [
    ...outlineFaults,
    ...repeatedIdFaults(listOf(value, 'banks'), 'banks', '机构编号'),
    ...products.flatMap((product, place) => validateProduct(product, `products[${place}]`, vocabulary)),
    ...repeatedIdFaults(products, 'products', '产品编号'),
  ]
  if (!parsed.success || faults.length > 0) return failed(faults)
  return ok({ ...parsed.data, banks: parsed.data.banks, products: products as readonly Product[] })
}

function schemaFault(issue: z.core.$ZodIssue): Fault {
  const path = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  const place = path.replace(/^\./, '') || '文件'
  if (issue.code === 'unrecognized_keys') return { path: place, message: `有不认识的字段：${namesOf(issue.keys)}。` }
  return { path: place, message: issue.message }
}

const namesOf = (keys: readonly string[]) =>
  keys
    .slice(0, 5)
    .map((key) => key.slice(0, 40))
    .join('、')

function repeatedIdFaults(items: readonly unknown[], list: string, what: string): Fault[] {
  const first = new Map<string, number>()
  return items.flatMap((item, place) => {
    const id = textField(item, 'id')
    if (id === null) return []
    const before = first.get(id)
    if (before === undefined) first.set(id, place)
    return before === undefined
      ? []
      : [{ path: `${list}[${place}].id`, message: `${what}“${id}”重复，前面 ${list}[${before}] 已经用过。` }]
  })
}

function banksOf(value: unknown): { id: string; name: string }[] {
  return listOf(value, 'banks').flatMap((item) => {
    const id = textField(item, 'id')
    return id === null ? [] : [{ id, name: textField(item, 'name') ?? id }]
  })
}

function listOf(value: unknown, key: string): readonly unknown[] {
  const list = field(value, key)
  return Array.isArray(list) ? (list as readonly unknown[]) : []
}

function textField(value: unknown, key: string): string | null {
  const text = field(value, key)
  return typeof text === 'string' ? text : null
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string, unknown>)[key]
}

const MAX_DEPTH = 40
/** Keys that change how an object behaves when it is copied. */
const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype'])
// C0 and C1 control characters other than tab and line breaks.
const control = /[^\P{Cc}\t\n\r]/u

/**
 * Faults anywhere in a catalogue: keys with a special meaning in JavaScript or the database, numbers that are not finite
 * (1e400), broken or invisible characters, nesting that is too deep.
 */
function unsafeContent(value: unknown, path = '', depth = 0): Fault[] {
  const place = path || '文件'
  if (depth > MAX_DEPTH) return [{ path: place, message: `嵌套超过 ${MAX_DEPTH} 层。` }]
  if (typeof value === 'number') {
    return Number.isFinite(value) ? [] : [{ path: place, message: '数字太大，超出可以表示的范围。' }]
  }
  if (typeof value === 'string') return unsafeText(value, place)
  if (Array.isArray(value)) return value.flatMap((item, index) => unsafeContent(item, `${path}[${index}]`, depth + 1))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => {
    const below = path === '' ? key : `${path}.${key}`
    return [...unsafeKey(key, below), ...unsafeContent(item, below, depth + 1)]
  })
}

function unsafeKey(key: string, path: string): Fault[] {
  if (prototypeKeys.has(key)) return [{ path, message: `不允许使用字段名“${key}”。` }]
  if (key === '' || key.startsWith('$') || key.includes('.') || control.test(key)) {
    return [{ path, message: '字段名不能为空，不能以 $ 开头，不能含有点号或控制字符。' }]
  }
  return []
}

function unsafeText(text: string, path: string): Fault[] {
  if (/\p{Cs}/u.test(text)) return [{ path, message: '文字中有残缺的字符，请重新输入。' }]
  return control.test(text) ? [{ path, message: '文字中有看不见的控制字符，请删除。' }] : []
}
