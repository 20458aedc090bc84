import type { GreenClasses, Industries } from '../reference/index.js'

type Read = { readonly value: string } | { readonly fault: string }

const CANDIDATES = 5

/** An industry as people write it: its four digits, its exact name, or both (“1353 肉制品及副产品加工”). */
export function readIndustry(written: string, industries: Industries): Read {
  const text = written.normalize('NFKC').trim()
  const code = /^\d{4}(?=\s|$)/.exec(text)?.[0]
  if (code !== undefined && industries.find(code)) return { value: code }
  const hits = industries.search(text, 20)
  const named = hits.find((hit) => hit.name.normalize('NFKC') === text)
  return named ? { value: named.code } : { fault: notFound('行业', '四位小类代码，例如 1353', hits) }
}

/** A green class as people write it: its dotted code, its exact name, or both. */
export function readGreenClass(written: string, classes: GreenClasses): Read {
  const text = written.normalize('NFKC').trim()
  const code = /^\d+(\.\d+)*(?=\s|$)/.exec(text)?.[0]
  if (code !== undefined && classes.find(code)) return { value: code }
  const hits = classes.search(text, 20)
  const named = hits.find((hit) => hit.name.normalize('NFKC') === text)
  return named ? { value: named.code } : { fault: notFound('类别', '目录中的代码，例如 4.2.2', hits) }
}

function notFound(
  what: string,
  wanted: string,
  hits: readonly { readonly code: string; readonly name: string }[],
): string {
  if (hits.length === 0) return `没有找到这个${what}，请填写${wanted}，或换一个名称`
  const near = hits.slice(0, CANDIDATES).map(({ code, name }) => `${code} ${name}`)
  return `请填写${wanted}；名称相近的有：${near.join('、')}`
}
