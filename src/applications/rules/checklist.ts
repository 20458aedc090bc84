import {
  conditionsOf,
  describeCondition,
  leavesOf,
  type Leaf,
  type Product,
  type Vocabulary,
} from '@lueqiao/matching-engine'
import type { DocumentItem } from './application.js'
import type { Paper } from './financing-request.js'

/** A paper that proves some facts. `gate`: without it a bank cannot so much as begin to look at what it asks for. */
type ProvingPaper = {
  readonly code: string
  readonly title: string
  readonly proves: readonly string[]
  readonly gate: boolean
}

/** Which paper proves which fact. Source: the portal's own list; no bank published one. */
const PROVING: readonly ProvingPaper[] = [
  {
    code: 'statements',
    title: '上年度财务报表',
    proves: [
      'enterprise.annualRevenueWan', 'enterprise.totalAssetsWan', 'enterprise.netProfitWan', 'enterprise.debtRatioPct',
    ], // prettier-ignore
    gate: true,
  },
  { code: 'approvals', title: '立项、环评等项目批复', proves: ['need.approvals'], gate: true },
  { code: 'tax', title: '纳税证明', proves: ['enterprise.annualTaxWan', 'enterprise.taxGrade'], gate: false },
  { code: 'invoices', title: '近 12 个月开票汇总', proves: ['enterprise.invoiced12mWan'], gate: false },
  {
    code: 'rights',
    title: '抵质押物权证或权属证明',
    proves: ['need.securities', 'need.securityValueWan'],
    gate: false,
  },
  { code: 'registration', title: '质押登记证明', proves: ['need.securityRegistered'], gate: false },
  { code: 'own-funds', title: '自有资金到位证明', proves: ['need.ownFundsPct'], gate: false },
  { code: 'feasibility', title: '可行性研究报告或投资概算', proves: ['need.projectInvestmentWan'], gate: false },
  { code: 'energy', title: '节能量测算报告', proves: ['need.energySavingTce'], gate: false },
  { code: 'carbon', title: '碳减排量测算报告', proves: ['need.carbonReductionT'], gate: false },
  { code: 'green', title: '绿色项目说明（对应目录类别的依据）', proves: ['need.greenCode'], gate: false },
  { code: 'titles', title: '资质称号证书', proves: ['enterprise.titles'], gate: false },
  { code: 'patents', title: '专利证书清单', proves: ['enterprise.patents'], gate: false },
  { code: 'rd', title: '研发费用明细', proves: ['enterprise.rdRatioPct'], gate: false },
  { code: 'debts', title: '现有贷款清单', proves: ['enterprise.loanBalanceWan'], gate: false },
  { code: 'staff', title: '社保缴纳人数证明', proves: ['enterprise.employees'], gate: false },
  {
    code: 'environment',
    title: '环保信用评价结果或守法说明',
    proves: ['enterprise.environmentRating', 'enterprise.environmentalPenalty24m'],
    gate: false,
  },
  { code: 'inspection', title: '节能监察结论', proves: ['enterprise.energyInspection'], gate: false },
  { code: 'factory', title: '绿色工厂公告或证书', proves: ['enterprise.greenFactory'], gate: false },
  { code: 'carbon-market', title: '碳排放配额或履约证明', proves: ['enterprise.carbonMarket'], gate: false },
]

type ListedPaper = Omit<DocumentItem, 'evidenceIds' | 'checkedBy' | 'checkedAt'>

const SUGGESTED = '平台建议的清单，银行没有公布'

/** What every bank needs first; source: the portal's own list. */
const BASE: readonly ListedPaper[] = [
  { code: 'licence', title: '营业执照', reason: `确认申请人是谁（${SUGGESTED}）`, required: true },
  { code: 'identity', title: '法定代表人身份证明', reason: `签约时核对（${SUGGESTED}）`, required: false },
]

/**
 * The documents for one product: the portal's base list, then a document for every condition that one can prove. A
 * document is required only where the bank published the condition, the condition must hold in any case (it is not one of
 * several alternatives), and no review can start without the document; the rest can follow until the decision.
 * @param product null for the hall, where no bank is known yet: the base list alone
 */
export function checklistFor(product: Product | null, names: Vocabulary): readonly ListedPaper[] {
  if (product === null) return BASE
  const { all } = conditionsOf(product)
  const always = new Set(all.filter((rule): rule is Leaf => 'fact' in rule))
  const leaves = all.flatMap(leavesOf)
  const proving = PROVING.flatMap(({ code, title, proves, gate }): ListedPaper[] => {
    const about = leaves.filter((leaf) => factsIn(leaf).some((fact) => proves.includes(fact)))
    const [first] = about
    if (first === undefined) return []
    const required = gate && about.some((leaf) => leaf.basis === 'published' && always.has(leaf))
    return [
      { code, title, reason: reasonOf(about.find(({ basis }) => basis === 'published') ?? first, names), required },
    ]
  })
  return [...BASE, ...proving]
}

/** The fact a condition is about, and the one that its bound is a multiple of. */
const factsIn = ({ fact, value }: Leaf) => (typeof value === 'object' && 'of' in value ? [fact, value.of] : [fact])

function reasonOf(leaf: Leaf, names: Vocabulary): string {
  const basis = leaf.basis === 'published' ? '公开条款' : '示例条款'
  return `证明产品条件：${describeCondition(leaf, names)}（${basis}；材料名目是平台的建议）`
}

/** The papers of several products in one list; required where one of them requires it. */
export function mergeChecklists(lists: readonly (readonly ListedPaper[])[]): readonly ListedPaper[] {
  const papers = new Map<string, ListedPaper>()
  for (const paper of lists.flat()) {
    const known = papers.get(paper.code)
    papers.set(paper.code, known && (known.required || !paper.required) ? known : paper)
  }
  return [...papers.values()]
}

/** The checklist as an application carries it, with the files that were put to each paper. */
export function documentsFor(
  product: Product | null,
  names: Vocabulary,
  papers: readonly Paper[],
): readonly DocumentItem[] {
  return checklistFor(product, names).map((paper) => ({
    ...paper,
    evidenceIds: papers.find(({ code }) => code === paper.code)?.evidenceIds ?? [],
    checkedBy: null,
    checkedAt: null,
  }))
}

export type { ListedPaper }
