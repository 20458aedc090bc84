import { factOf } from './fact-spec.js'
import { factSpec } from './facts.js'
import type { FactSpec } from './fact-spec.js'
import { literalsOf } from './rule-shape.js'
import { bandOf, thresholdsOf } from './size-class.js'
import type { SizeBand } from './size-class.js'
import type { Facts, FactValue, Leaf } from './types.js'

/**
 * One answer of each class that the leaves distinguish. Numbers: the bounds, a value between each two, and the ends of
 * the range. Choices: every choice. Codes: every prefix and one code without any of them. Sets: each member alone, all
 * of them, and none.
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
      const members = [...new Set(onFact.flatMap((leaf) => literalsOf(leaf).map(String)))]
      return [[], ...members.map((member) => [member]), members]
    }
    case 'industry':
    case 'green': {
      const prefixes = [...new Set(onFact.flatMap((leaf) => literalsOf(leaf).map(String)))]
      return ['', ...prefixes]
    }
  }
}

/** Every number at which a leaf changes its state; relative bounds are computed from the known facts. */
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
    } else if (leaf.fact === fact) for (const bound of literalsOf(leaf)) found.add(Number(bound))
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
