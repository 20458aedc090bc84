import type { LawDate } from '../../kernel/dates.js'
import { toHalfWidth } from '../../kernel/text.js'

/** The public registers that claims are checked against. */
export const registerIds = ['green-factory', 'green-park', 'supply-chain', 'energy-inspection', 'titles'] as const
export type RegisterId = (typeof registerIds)[number]

/** One register: what its rows name and which claim they confirm. */
export type Register = {
  readonly id: RegisterId
  readonly title: string
  /** What one row names: an enterprise, or a park. */
  readonly named: '企业名称' | '园区名称'
  /** Level, result or title of a row; null when being listed is all there is. */
  readonly grade: { readonly label: string; readonly values: readonly string[] } | null
  /** Whether a row is about one year, so that there may be one for each. */
  readonly yearly: boolean
  /** The fact of the matching engine that a row confirms; null when there is none. */
  readonly fact: string | null
  /** What the register is for, in one sentence. */
  readonly lead: string
}

const TITLES = [
  '高新技术企业',
  '科技型中小企业',
  '创新型中小企业',
  '专精特新中小企业',
  '专精特新小巨人',
  '单项冠军',
  '农业产业化龙头',
]

/** The title that being listed as a supply-chain firm stands for. */
export const SUPPLY_CHAIN_TITLE = '绿色供应链管理企业'

export const registers: readonly Register[] = [
  {
    id: 'green-factory',
    title: '绿色工厂名录',
    named: '企业名称',
    grade: { label: '级别', values: ['国家级', '兵团级', '师市级'] },
    yearly: false,
    fact: 'enterprise.greenFactory',
    lead: '国家级、兵团级、师市级绿色工厂，用来核验企业填写的“绿色工厂”。',
  },
  {
    id: 'green-park',
    title: '绿色园区名录',
    named: '园区名称',
    grade: { label: '级别', values: ['国家级', '兵团级', '师市级'] },
    yearly: false,
    fact: null,
    lead: '绿色园区名单，供查询；园区不是企业，不参与企业填报的核验。',
  },
  {
    id: 'supply-chain',
    title: '绿色供应链管理企业名录',
    named: '企业名称',
    grade: null,
    yearly: false,
    fact: 'enterprise.titles',
    lead: '用来核验企业称号中的“绿色供应链管理企业”。',
  },
  {
    id: 'energy-inspection',
    title: '节能监察结果',
    named: '企业名称',
    grade: { label: '监察结果', values: ['合格', '整改中', '不合格'] },
    yearly: true,
    fact: 'enterprise.energyInspection',
    lead: '每年的节能监察结果；以最近一年的结果核验企业填写的“节能监察结果”。',
  },
  {
    id: 'titles',
    title: '科技与产业称号名录',
    named: '企业名称',
    grade: { label: '称号', values: TITLES },
    yearly: false,
    fact: 'enterprise.titles',
    lead: '高新技术企业、专精特新等称号，用来核验企业填写的“资质称号”。',
  },
]

/** The register of that name in an address, or null. */
export function findRegister(id: string): Register | null {
  return registers.find((register) => register.id === id) ?? null
}

/** A row of a register before it is stored. */
export type NewEntry = {
  readonly name: string
  /** Public lists often give names only. */
  readonly creditCode: string | null
  /** Level, result or title; null in a register where being listed says it all. */
  readonly grade: string | null
  readonly year: number | null
  readonly validFrom: LawDate | null
  /** The last day on which it holds; null holds until it is removed. */
  readonly validTo: LawDate | null
  /** The document that the row is taken from. */
  readonly source: string | null
}

export type RegisterEntry = NewEntry & {
  readonly id: string
  readonly register: RegisterId
  /** 示例: invented; it confirms sample enterprises only. */
  readonly isSample: boolean
  /** The import that wrote it last; null when it was entered by hand. */
  readonly importId: string | null
  readonly importedAt: Date
}

/** Normalises a name: width of brackets, blanks and case do not count. */
export const nameKey = (name: string): string => toHalfWidth(name.normalize('NFC')).replace(/\s/g, '').toLowerCase()

/** The identity of a row: two rows with the same key are the same entry. */
export function entryKey(
  register: Pick<Register, 'id' | 'yearly'>,
  entry: Pick<NewEntry, 'name' | 'creditCode' | 'grade' | 'year'>,
): string {
  const subject = entry.creditCode ?? nameKey(entry.name)
  const extra = register.yearly ? String(entry.year) : register.id === 'titles' ? (entry.grade ?? '') : ''
  return extra === '' ? subject : `${subject}|${extra}`
}

/** Whether an entry holds on a day. */
export function holdsOn({ validFrom, validTo }: Pick<NewEntry, 'validFrom' | 'validTo'>, day: LawDate): boolean {
  return (validFrom === null || validFrom <= day) && (validTo === null || day <= validTo)
}

/** Whether two rows have the same content, apart from their import. */
export function isSameEntry(a: NewEntry, b: NewEntry): boolean {
  const parts = ({ name, creditCode, grade, year, validFrom, validTo, source }: NewEntry) =>
    JSON.stringify([name, creditCode, grade, year, validFrom, validTo, source])
  return parts(a) === parts(b)
}
