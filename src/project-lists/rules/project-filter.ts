import { nameKey } from '../../registers/index.js'
import type { Reference } from '../../reference/index.js'
import { topClassOf } from './project-totals.js'
import { stages, type Project } from './project.js'

/** The three lists: one set of projects seen as firms, as projects, and as what still wants money. */
export const LIST_TITLES = {
  projects: '节能改造项目清单',
  owners: '重点用能企业清单',
  financing: '融资需求清单',
} as const
export type ListId = keyof typeof LIST_TITLES

/** What the address asks for; the empty text asks for everything. */
export type ProjectQuery = {
  readonly list: ListId
  /** Real projects and samples are never shown or summed together. */
  readonly data: 'real' | 'sample'
  readonly division: string
  readonly stage: string
  readonly class: string
  readonly q: string
}

type Known = Pick<Reference, 'divisions' | 'greenClasses'>

/** Reads the filters of an address; what is not one of the choices is no filter. */
export function readProjectQuery(
  query: Readonly<Record<string, unknown>>,
  known: Known,
  hasReal: boolean,
): ProjectQuery {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 60) : '')
  const within = (name: string, allowed: readonly string[]) => (allowed.includes(text(name)) ? text(name) : '')
  const list = text('list')
  const data = text('data')
  return {
    list: list === 'owners' || list === 'financing' ? list : 'projects',
    data: data === 'sample' || data === 'real' ? data : hasReal ? 'real' : 'sample',
    division: within('division', [...known.divisions.map(({ division }) => division), NOT_KNOWN]),
    stage: within('stage', stages),
    class: within('class', [...known.greenClasses.top.map(({ code }) => code), NOT_KNOWN]),
    q: text('q'),
  }
}

/** The value of a filter that asks for what is not known. */
export const NOT_KNOWN = 'none'

/** The projects that a query leaves, in the order in which they came; the financing list holds those that lack money. */
export function selectProjects(projects: readonly Project[], query: ProjectQuery): readonly Project[] {
  const sought = nameKey(query.q)
  const wanted = (asked: string, value: string | null) => asked === '' || asked === (value ?? NOT_KNOWN)
  return projects.filter(
    (project) =>
      project.isSample === (query.data === 'sample') &&
      wanted(query.division, project.division) &&
      wanted(query.stage, project.stage) &&
      wanted(query.class, topClassOf(project.greenCode)) &&
      (query.list !== 'financing' || (project.gapFen ?? 0) > 0) &&
      (sought === '' ||
        nameKey(project.title).includes(sought) ||
        nameKey(project.owner).includes(sought) ||
        (project.creditCode ?? '').toLowerCase().startsWith(sought)),
  )
}
