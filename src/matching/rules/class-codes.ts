import type { GreenClasses, Industries } from '../../reference/index.js'

type CodeRead = { readonly value: string } | { readonly fault: string }
type Named = { readonly code: string; readonly name: string }

const CANDIDATES = 5

/** Reads an industry that was typed as its four digits, its exact name, or both (“1353 肉制品及副产品加工”). */
export function readIndustryCode(typed: string, industries: Industries): CodeRead {
  const text = typed.normalize('NFKC').trim()
  const code = /^\d{4}(?=\s|$)/.exec(text)?.[0]
  if (code !== undefined && industries.find(code)) return { value: code }
  const hits = industries.search(text, 20)
  const named = hits.filter((hit) => sameName(hit, text))
  const [only] = named
  if (named.length > 1) return { fault: ambiguous('行业', named) }
  return only ? { value: only.code } : { fault: notFound('行业', '四位小类代码，例如 1353', hits) }
}

/**
 * Reads a green class that was typed as its dotted code, its exact name, or both. A class with subclasses is a fault, and
 * so is a name that two classes share (绿色消费 is 9 and 9.1).
 */
export function readGreenClassCode(typed: string, classes: GreenClasses): CodeRead {
  const text = typed.normalize('NFKC').trim()
  const code = /^\d+(\.\d+)*(?=\s|$)/.exec(text)?.[0]
  const coded = code === undefined ? null : classes.find(code)
  const named = coded ? [coded] : classes.all.filter((one) => sameName(one, text))
  const [only] = named
  if (named.length > 1) return { fault: ambiguous('类别', named) }
  if (!only) return { fault: notFound('类别', '目录中的代码，例如 4.2.2', classes.search(text, 20)) }
  return isBroadGreenClass(only.code, classes.names) ? { fault: tooBroad(only, classes) } : { value: only.code }
}

const sameName = ({ name }: Named, text: string): boolean => name.normalize('NFKC') === text

const ambiguous = (what: string, named: readonly Named[]): string =>
  `有 ${named.length} 个同名的${what}：${listed(named)}，请填写代码`

function tooBroad({ code, name }: Named, classes: GreenClasses): string {
  const finest = classes.all.filter(
    (one) => one.code.startsWith(`${code}.`) && !isBroadGreenClass(one.code, classes.names),
  )
  const more = finest.length > CANDIDATES ? `等 ${finest.length} 个` : ''
  return `“${code} ${name}”范围太大，请填写其中的具体类别：${listed(finest)}${more}`
}

function notFound(what: string, wanted: string, hits: readonly Named[]): string {
  if (hits.length === 0) return `没有找到这个${what}，请填写${wanted}，或换一个名称`
  return `请填写${wanted}；名称相近的有：${listed(hits)}`
}

const listed = (named: readonly Named[]): string =>
  named
    .slice(0, CANDIDATES)
    .map(({ code, name }) => `${code} ${name}`)
    .join('、')

/** Whether a class of the green catalogue has subclasses. Such a class is too broad for an answer: banks name finer ones. */
export function isBroadGreenClass(code: string, names: ReadonlyMap<string, string>): boolean {
  return code !== '' && [...names.keys()].some((other) => other.startsWith(`${code}.`))
}
