import type { Fen } from '../../kernel/money.js'
import { nameKey } from '../../registers/index.js'

/** How far a project has come, in the order in which it goes. */
export const stages = ['谋划', '立项', '在建', '投产'] as const
export type Stage = (typeof stages)[number]

/** A project of the three lists, before it is kept. Null is not known; zero is known to be none. */
export type NewProject = {
  readonly title: string
  /** The enterprise that carries it out. */
  readonly owner: string
  /** 统一社会信用代码 of the owner; lists from elsewhere often give names only. */
  readonly creditCode: string | null
  /** 第八师 */
  readonly division: string | null
  readonly stage: Stage
  readonly investmentFen: Fen | null
  /** What of the investment is not funded yet. */
  readonly gapFen: Fen | null
  /** Expected saving in tonnes of standard coal a year, to the hundredth. */
  readonly savingTce: number | null
  /** Code of the 2025 green finance catalogue, of any level. */
  readonly greenCode: string | null
  readonly source: string | null
}

/** The need that its owner made of a project. */
export type ProjectNeed = { readonly needId: string; readonly enterpriseId: string; readonly at: Date }

export type Project = NewProject & {
  readonly id: string
  readonly isSample: boolean
  readonly need: ProjectNeed | null
  readonly importId: string | null
  readonly version: number
  readonly changedAt: Date
}

/** One text for one owner: its code, else its name in one spelling. */
export const ownerKey = ({ creditCode, owner }: Pick<NewProject, 'creditCode' | 'owner'>): string =>
  creditCode ?? nameKey(owner)

/** What makes two rows the same project. */
export const projectKey = (project: Pick<NewProject, 'creditCode' | 'owner' | 'title'>): string =>
  `${ownerKey(project)}|${nameKey(project.title)}`

/** What a row says, without what the portal keeps about it. */
export function statedFields(project: NewProject): NewProject {
  const { title, owner, creditCode, division, stage, investmentFen, gapFen, savingTce, greenCode, source } = project
  return { title, owner, creditCode, division, stage, investmentFen, gapFen, savingTce, greenCode, source }
}

/** Whether two rows say the same of a project. */
export const isSameProject = (a: NewProject, b: NewProject): boolean =>
  JSON.stringify(statedFields(a)) === JSON.stringify(statedFields(b))
