import type { Fault } from '@lueqiao/matching-engine'

const MAX_DEPTH = 40
/** Keys that change how an object behaves when it is copied. */
const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype'])
// C0 and C1 control characters other than tab and line breaks have no place in a text that people read.
const control = /[^\P{Cc}\t\n\r]/u

/**
 * What no part of a catalogue may hold wherever it stands: keys that the language or the database would take for
 * something else, numbers that are not finite (1e400), broken or invisible characters, endless nesting.
 */
export function unsafeContent(value: unknown, path = '', depth = 0): Fault[] {
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
