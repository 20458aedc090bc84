import { factSpec } from './facts.js'
import { formatNumber, formatScalar } from './format-value.js'
import { joined, shortNames } from './leaf-text.js'
import { SHORT_BOUNDS, WORDS, YES_NO } from './messages.js'
import { fill } from './template.js'
import type { Leaf, Vocabulary } from './types.js'

/** The threshold of a leaf alone, for the column 门槛: `≤ 75%`, `A、B、M`, `任一：房产、土地`, `≤ 年纳税额 × 7`. */
export function shortBound(leaf: Leaf, vocabulary: Vocabulary): string {
  const spec = factSpec(leaf.fact)
  const { op, value } = leaf
  if (typeof value === 'boolean') {
    const phrases = YES_NO.get(spec.name)
    return (value === (op === '=') ? phrases?.shortYes : phrases?.shortNo) ?? ''
  }
  if (typeof value !== 'object') return fill(SHORT_BOUNDS[op], { bound: formatScalar(spec, value, vocabulary) })
  if ('of' in value) {
    const { label } = factSpec(value.of)
    return fill(SHORT_BOUNDS[op], { bound: value.times === 1 ? label : `${label} × ${formatNumber(value.times)}` })
  }
  const [from = 0, to = 0] = value
  if (op === 'between') {
    return fill(SHORT_BOUNDS[op], { from: formatNumber(Number(from)), to: formatScalar(spec, to, vocabulary) })
  }
  return fill(SHORT_BOUNDS[op], { bound: joined(shortNames(value, spec, vocabulary), WORDS.comma, value.length) })
}
