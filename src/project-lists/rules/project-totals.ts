import type { Fen } from '../../kernel/money.js'
import { ownerKey, stages, type Project } from './project.js'

/** A sum over the projects that state the amount, and how many do not: what is unknown is not zero. */
export type Summed = { readonly sum: number; readonly known: number; readonly unknown: number }

/** What some projects come to. Owners are counted once, so that owners of groups do not add up to the whole. */
export type Tally = {
  readonly projects: number
  readonly owners: number
  readonly investmentFen: Summed
  readonly gapFen: Summed
  /** Tonnes of standard coal a year. */
  readonly savingTce: Summed
}

export type Group = Tally & {
  /** The value that the group has in common; null where it is not known. */
  readonly key: string | null
}

type Counted = Pick<
  Project,
  'owner' | 'creditCode' | 'division' | 'stage' | 'greenCode' | 'investmentFen' | 'gapFen' | 'savingTce'
>

/** Sums of projects; savings are added in hundredths, so that no order of adding changes the sum. */
export function tallyOf(projects: readonly Counted[]): Tally {
  return {
    projects: projects.length,
    owners: new Set(projects.map(ownerKey)).size,
    investmentFen: summed(projects.map(({ investmentFen }) => investmentFen)),
    gapFen: summed(projects.map(({ gapFen }) => gapFen)),
    savingTce: hundredths(summed(projects.map(({ savingTce }) => savingTce && Math.round(savingTce * 100)))),
  }
}

function summed(amounts: readonly (Fen | null)[]): Summed {
  const known = amounts.filter((amount) => amount !== null)
  return {
    sum: known.reduce((sum, amount) => sum + amount, 0),
    known: known.length,
    unknown: amounts.length - known.length,
  }
}

const hundredths = ({ sum, ...rest }: Summed): Summed => ({ ...rest, sum: sum / 100 })

export type Dimension = 'division' | 'stage' | 'class'

/** The first level of the green catalogue that a code stands under: 4.2.1 → 4. */
export const topClassOf = (code: string | null): string | null => code?.split('.')[0] ?? null

const valueOf: Readonly<Record<Dimension, (project: Counted) => string | null>> = {
  division: ({ division }) => division,
  stage: ({ stage }) => stage,
  class: ({ greenCode }) => topClassOf(greenCode),
}

/**
 * Projects grouped by one dimension, every project in exactly one group, those of which it is not known last.
 * @param order the values in the order in which they are shown; one that is not in it comes behind
 */
export function groupsOf(
  projects: readonly Counted[],
  by: Dimension,
  order: readonly string[] = stages,
): readonly Group[] {
  const groups = new Map<string | null, Counted[]>()
  for (const project of projects) {
    const key = valueOf[by](project)
    const group = groups.get(key)
    if (group) group.push(project)
    else groups.set(key, [project])
  }
  const rank = (key: string | null) => {
    if (key === null) return order.length + 1
    const place = order.indexOf(key)
    return place < 0 ? order.length : place
  }
  return [...groups]
    .sort(([a], [b]) => rank(a) - rank(b) || (a ?? '').localeCompare(b ?? ''))
    .map(([key, own]) => ({ key, ...tallyOf(own) }))
}

/** The key firms: projects of one owner together, the largest saving first. */
export type OwnerRow = Tally & Pick<Project, 'owner' | 'creditCode' | 'division'> & { readonly isSample: boolean }

export function ownersOf(projects: readonly (Counted & Pick<Project, 'isSample'>)[]): readonly OwnerRow[] {
  const owners = new Map<string, (Counted & Pick<Project, 'isSample'>)[]>()
  for (const project of projects) owners.set(ownerKey(project), [...(owners.get(ownerKey(project)) ?? []), project])
  return [...owners.values()]
    .flatMap(([first, ...rest]) => {
      if (!first) return []
      const { owner, creditCode, isSample } = first
      const divisions = new Set([first, ...rest].map(({ division }) => division))
      const division = divisions.size === 1 ? first.division : null
      return [{ owner, creditCode, isSample, division, ...tallyOf([first, ...rest]) }]
    })
    .sort((a, b) => b.savingTce.sum - a.savingTce.sum || a.owner.localeCompare(b.owner, 'zh-CN'))
}
