import type { SampleEnterprise } from '../enterprises/index.js'
import { addDays, addMonths, chinaDay } from '../kernel/dates.js'
import { type NewAgreement } from '../agreements/index.js'
import { type NewProject } from '../project-lists/index.js'
import { chanceOf, type Chance } from './sample-figures.js'

/** Of its own, so that the samples that were there before stay as they are. */
const SEED = 20_261_124
const FEN_PER_WAN = 1_000_000
/** Sample firms that are on the lists; the first sample enterprise is always among them. */
const FIRMS = 30
const SOURCE = '示例数据'

type Kind = {
  readonly title: string
  readonly green: string
  readonly wan: readonly [number, number]
  readonly tcePerWan: number
}

const KINDS: readonly Kind[] = [
  { title: '燃煤锅炉节能改造', green: '1.3.1', wan: [300, 4200], tcePerWan: 1.4 },
  { title: '电机系统能效提升', green: '1.3.2', wan: [80, 1500], tcePerWan: 0.9 },
  { title: '余热余压回收利用', green: '1.3.4', wan: [500, 9000], tcePerWan: 2.1 },
  { title: '工艺流程节能优化', green: '1.4.2', wan: [200, 6000], tcePerWan: 1.2 },
  { title: '能源管理数字化升级', green: '1.4.3', wan: [60, 900], tcePerWan: 0.5 },
  { title: '厂区屋顶光伏', green: '4.2.2', wan: [400, 5200], tcePerWan: 0.6 },
  { title: '工业固废综合利用', green: '3.2.3', wan: [600, 8000], tcePerWan: 0.8 },
]

/** Invented projects of sample enterprises, the same each time. */
export function sampleProjects(enterprises: readonly SampleEnterprise[]): readonly NewProject[] {
  const chance = chanceOf(SEED)
  const works = enterprises.filter(
    ({ status, facts }, place) => status === 'approved' && (place === 0 || 'enterprise.environmentRating' in facts),
  )
  return works.slice(0, FIRMS).flatMap((enterprise) => {
    const first = chance.between(0, KINDS.length - 1)
    return Array.from({ length: chance.between(1, 3) }, (_, place) => {
      const kind = KINDS[(first + place * 2) % KINDS.length]
      if (!kind) throw new Error('there are no kinds of projects')
      return projectOf(kind, enterprise, chance)
    })
  })
}

function projectOf(kind: Kind, { name, creditCode, facts }: SampleEnterprise, chance: Chance): NewProject {
  const investmentWan = chance.between(kind.wan[0] / 10, kind.wan[1] / 10) * 10
  const gapWan = chance.percent(25) ? 0 : Math.round((investmentWan * chance.between(3, 8)) / 100) * 10
  const division = facts['enterprise.division']
  return {
    ...{ title: kind.title, owner: name, creditCode, source: SOURCE },
    division: typeof division === 'string' ? division : null,
    stage: chance.pick(['谋划', '立项', '立项', '在建', '在建', '投产']),
    investmentFen: investmentWan * FEN_PER_WAN,
    // One in ten does not say: what is not known is part of every real list.
    gapFen: chance.percent(90) ? gapWan * FEN_PER_WAN : null,
    savingTce: chance.percent(90) ? Math.round(investmentWan * kind.tcePerWan * (0.8 + chance.next() * 0.4)) : null,
    greenCode: chance.percent(92) ? kind.green : null,
  }
}

const NAMES = '甲乙丙丁'

/**
 * Invented agreements, one of them about to run out. Each stands for a bank of the catalogue, so that its use follows
 * the sample loans, and goes by an invented name: no figure stands beside a real bank's.
 */
export function sampleAgreements(bankIds: readonly string[], now: Date): readonly NewAgreement[] {
  const today = chinaDay(now)
  const terms = [
    { from: addMonths(today, -34), until: addDays(today, 20), yi: 120 },
    { from: addMonths(today, -33), until: addDays(today, 75), yi: 80 },
    { from: addMonths(today, -12), until: addMonths(today, 24), yi: 150 },
    { from: addMonths(today, -3), until: addMonths(today, 57), yi: null },
  ]
  return terms.flatMap(({ from, until, yi }, place) => {
    const bankId = bankIds[place]
    if (bankId === undefined) return []
    return [
      {
        ...{ bankId, bankName: `示例机构${NAMES.charAt(place)}`, title: '绿色金融战略合作协议' },
        ...{ signedOn: from, from, until, lineFen: yi === null ? null : yi * 10_000 * FEN_PER_WAN },
        purpose: '绿色制造、节能降碳改造、新能源项目',
        terms: '一、协议期内为绿色项目优先安排授信。\n二、每季度通报一次授信使用情况。\n三、到期前三个月商定续签。',
        source: SOURCE,
      },
    ]
  })
}
