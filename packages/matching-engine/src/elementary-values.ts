import { factOf } from './fact-spec.js'
import { factSpec } from './facts.js'
import type { FactSpec } from './fact-spec.js'
import { bandOf, thresholdsOf } from './size-class.js'
import type { SizeBand } from './size-class.js'
import type { Facts, FactValue, Leaf, Scalar } from './types.js'

/**
 * One answer of every kind that the leaves can tell apart: for numbers the bounds, a value between each two and one
 * beyond the ends; for words every word; for codes every prefix and one that has none of them; for sets every member
 * alone, all of them and none.
 */
export function elementaryValues(
  fact: string,
  leaves: readonly Leaf[],
  facts: Facts,
  bands: readonly SizeBand[],
): readonly FactValue[] {
  const spec = factSpec(fact)
  const onFact = leaves.filter((leaf) => leaf.fact === fact)
  switch (spec.kind) {
    case 'boolean':
      return [true, false]
    case 'choice':
      return spec.values ?? []
    case 'number':
    case 'integer':
      return pointsBetween(spec, thresholds(fact, leaves, facts, bands))
    case 'set':
    case 'banks': {
      const members = [...new Set(onFact.flatMap((leaf) => literals(leaf).map(String)))]
      return [[], ...members.map((member) => [member]), members]
    }
    case 'industry':
    case 'green': {
      const prefixes = [...new Set(onFact.flatMap((leaf) => literals(leaf).map(String)))]
      return ['', ...prefixes]
    }
  }
}

function literals({ value }: Leaf): readonly Scalar[] {
  if (typeof value !== 'object') return [value]
  return 'of' in value ? [] : value
}

/** Every number at which a leaf changes its state, relative bounds worked out from what is known. */
function thresholds(
  fact: string,
  leaves: readonly Leaf[],
  facts: Facts,
  bands: readonly SizeBand[],
): readonly number[] {
  const found = new Set<number>()
  for (const leaf of leaves) {
    const { value } = leaf
    if (typeof value === 'object' && 'of' in value) {
      const known = factOf(facts, leaf.fact === fact ? value.of : leaf.fact)
      if (typeof known !== 'number') continue
      if (leaf.fact === fact) found.add(known * value.times)
      else if (value.of === fact) found.add(known / value.times)
    } else if (leaf.fact === fact) for (const bound of literals(leaf)) found.add(Number(bound))
  }
  const industry = factOf(facts, 'enterprise.industry')
  const band = typeof industry === 'string' ? bandOf(industry, bands) : undefined
  for (const { fact: name, bounds } of band ? thresholdsOf(band) : []) {
    if (name === fact) for (const bound of bounds) found.add(bound)
  }
  return [...found].sort((a, b) => a - b)
}

function pointsBetween(spec: FactSpec, bounds: readonly number[]): readonly number[] {
  const { min = 0, max = 1e9 } = spec
  const inside = bounds.filter((bound) => bound >= min && bound <= max)
  const marks = [min, ...inside, max]
  const points = new Set<number>()
  marks.forEach((mark, i) => {
    points.add(spec.kind === 'integer' ? Math.round(mark) : mark)
    const next = marks[i + 1]
    if (next === undefined || next <= mark) return
    const between = spec.kind === 'integer' ? Math.floor((mark + next) / 2) : (mark + next) / 2
    if (between > mark) points.add(between)
  })
  return [...points]
}
