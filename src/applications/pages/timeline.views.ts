import { CHINA_TIME_ZONE, chinaDay, partsOf, type LawDate } from '../../kernel/dates.js'
import { isWorkingDay } from '../../kernel/working-days.js'
import type { Application, MoveRecord } from '../rules/application.js'
import { readClock } from '../rules/clock.js'
import { moveTitle, type ApplicationState } from '../rules/state-table.js'
import { STEP_NAMES, type Step } from '../rules/step.js'
import type { BankExplanation } from './apply-page.js'

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六']

/** 11月26日（周四） */
export function dayWithWeekday(date: LawDate): string {
  const { year, month, day } = partsOf(date)
  return `${month}月${day}日（周${WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? ''}）`
}

const clock = new Intl.DateTimeFormat('zh-CN', {
  ...{ timeZone: CHINA_TIME_ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
})

/** 11月26日 09:40 */
export function shortInstant(at: Date): string {
  const { month, day } = partsOf(chinaDay(at))
  return `${month}月${day}日 ${clock.format(at)}`
}

/** What the one who holds it has to do, as the end of 最迟 11月26日（周四）…. */
const DOES: Readonly<Record<Step['name'], string>> = {
  claim: '受理或说明不受理的原因',
  contact: '与您联系',
  terms: '给出初步方案',
  choice: '选定或放弃方案',
  decision: '作出审批决定',
  answer: '补充材料',
  places: '分配名额',
  dispatch: '派给一家银行',
}

/** Who holds an application now, since when and until when; null where nobody is waited for within a limit. */
export function currentStep(application: Application, now: Date) {
  const { step } = application
  if (step === null) return null
  const reading = readClock(step, now)
  const limit = step.limitDays ?? 0
  const until = dayWithWeekday(step.dueOn)
  return {
    paused: reading.paused,
    overdue: reading.overdueDays > 0,
    max: Math.max(1, limit),
    value: Math.min(limit, reading.usedDays),
    css: reading.colour === 'red' ? 'fail' : reading.colour === 'amber' ? 'unknown' : '',
    day: dayText(reading.usedDays, limit, chinaDay(now)),
    until,
    does: DOES[step.name],
    since: shortInstant(step.pauses.findLast(({ to }) => to === null)?.from ?? step.startedAt),
    provisional: step.provisional,
    late: reading.overdueDays > 0 ? `已超过 ${reading.overdueDays} 个工作日` : '',
  }
}

function dayText(used: number, limit: number, today: LawDate): string {
  const whole = `共 ${limit} 个`
  if (used === 0) return `计时刚开始，${whole}工作日`
  if (!isWorkingDay(today)) return `今天不是工作日，已过 ${used} 个工作日，${whole}`
  return `今天是第 ${used} 个工作日，${whole}`
}

/** Who holds it, in words: 现在由兴业银行办理. */
export function holderText(application: Application): string {
  const { step, bankName, officerName, state } = application
  if (state === 'returned') return '现在等您补充，银行的计时暂停'
  switch (step?.holder) {
    case 'bank':
      return `现在由${bankName ?? '银行'}${officerName ? `的${officerName}` : ''}办理`
    case 'enterprise':
      return '现在等您办理'
    case 'bureau':
      return '现在由兵团工信局办理'
    default:
      return STANDING[state] ?? '现在没有人在等待'
  }
}

const STANDING: Readonly<Partial<Record<ApplicationState, string>>> = {
  draft: '还没有提交',
  open: '正在需求大厅公开，等银行认领',
  claimed: '银行已获得名额，正在办理',
  chosen: '您选定的方案正在审批',
  approved: '审批已通过，等银行与您签约',
  contracted: '已签约，等银行投放',
  disbursing: '银行正在按计划投放',
  repaying: '按计划还款中',
  closed: '已结清',
  withdrawn: '您已撤回这份申请',
  declined: '银行没有通过这份申请',
  released: '银行放弃了名额',
  expired: '这份申请已失效',
}

export type TimelineRow = {
  readonly title: string
  readonly when: string
  readonly by: string
  readonly reason: string
  readonly step: string
  readonly kept: 'pass' | 'fail' | ''
  readonly list: readonly string[]
}

/** What happened, in order: the moves, and between them what the bank said about limits that it let pass. */
export function timelineRows(
  moves: readonly MoveRecord[],
  explanations: readonly BankExplanation[],
  application: Application,
): readonly TimelineRow[] {
  const rows = moveRows(moves, application).map((row, place) => ({ row, at: moves[place]?.at.getTime() ?? 0 }))
  const said = explanations.map((one) => ({ row: explanationRow(one, application), at: one.at.getTime() }))
  return [...rows, ...said].sort((a, b) => a.at - b.at).map(({ row }) => row)
}

/** What the bank said about a limit that went by, with the day by which it says it will be done. */
const explanationRow = (
  { step, text, promisedOn, at, by }: BankExplanation,
  { bankName }: Pick<Application, 'bankName'>,
): TimelineRow => ({
  title: '银行的说明',
  when: shortInstant(at),
  by: `${bankName ?? '银行'}，${by}`,
  reason: `“${STEP_NAMES[step]}”超过时限：${text}${promisedOn === null ? '' : `（承诺最迟 ${dayWithWeekday(promisedOn)}办完）`}`,
  ...{ step: '', kept: '', list: [] },
})

/** The moves, each with the limit that it kept or not; a standstill says how long it was. */
function moveRows(moves: readonly MoveRecord[], application: Application): readonly TimelineRow[] {
  return moves.map((move, place) => {
    const { step } = move
    const end = move.action === 'ask' ? moves.slice(place + 1).find(({ from }) => from === 'returned') : undefined
    const still =
      move.action !== 'ask' ? '' : end ? `，到 ${shortInstant(end.at)} 恢复；暂停的工作日不计入银行时限` : '，仍在暂停'
    return {
      title: moveTitle(move.action, move.from),
      when: `${shortInstant(move.at)}${still}`,
      by: authorText(move, application),
      reason: move.reason ?? '',
      step: step === null ? '' : stepText(step),
      kept: typeof step?.limitDays !== 'number' ? '' : step.onTime ? 'pass' : 'fail',
      list: itemsAsked(move, end, application),
    }
  })
}

/** 受理：时限 1 个工作日，用时 1 天 */
const stepText = ({ name, limitDays, usedDays }: NonNullable<MoveRecord['step']>) =>
  limitDays === null
    ? `${STEP_NAMES[name]}：用时 ${usedDays} 个工作日`
    : `${STEP_NAMES[name]}：时限 ${limitDays} 个工作日，用时 ${usedDays} 个工作日`

function authorText({ by }: MoveRecord, { bankName }: Application): string {
  switch (by.kind) {
    case 'enterprise':
      return `您的企业，${by.name}`
    case 'officer':
    case 'manager':
      return `${bankName ?? '银行'}，${by.name}`
    case 'bureau':
      return '兵团工信局'
    case 'system':
      return '平台'
  }
}

/** What a bank asked for, item by item: as the answer to it kept it, or as it stands while it is not answered. */
function itemsAsked({ action }: MoveRecord, answer: MoveRecord | undefined, { asked }: Application): readonly string[] {
  if (action !== 'ask') return []
  if (answer === undefined) return asked?.items ?? []
  const { answers } = answer.detail
  return Array.isArray(answers) ? (answers as readonly ItemAnswered[]).map(({ item }) => item) : []
}

type ItemAnswered = { readonly item: string }

/** The way that is still ahead, for the bank's part. */
const AHEAD: readonly { readonly from: readonly ApplicationState[]; readonly title: string; readonly by: string }[] = [
  { from: ['submitted'], title: '银行受理', by: '由银行办理，1 个工作日内' },
  { from: ['submitted', 'claimed'], title: '首次联系', by: '由银行办理，受理后 3 个工作日内' },
  {
    from: ['submitted', 'claimed', 'contacted', 'due_diligence'],
    title: '尽职调查，形成初步方案',
    by: '由银行办理，联系后 5 个工作日内',
  },
  {
    from: ['submitted', 'claimed', 'contacted', 'due_diligence', 'offered'],
    title: '您比较报价并选择',
    by: '由您办理，收到报价后 10 个工作日内',
  },
  {
    from: ['submitted', 'claimed', 'contacted', 'due_diligence', 'offered', 'chosen'],
    title: '银行审批',
    by: '由银行办理，9 个工作日内；项目贷款 20 个工作日内',
  },
  {
    from: ['submitted', 'claimed', 'contacted', 'due_diligence', 'offered', 'chosen', 'approved', 'contracted'],
    title: '签约、提款、还款',
    by: '投放后每年填报一次环境效益',
  },
]

const HALL_AHEAD = [
  { title: '银行认领', by: '认领窗口内，产品符合的银行可附初步条件' },
  { title: '分配名额', by: '按公开的规则，最多三家；获得名额的银行才看到您的资料' },
  { title: '您比较报价并选择', by: '由您办理' },
]

/** What comes next and who does it. While the enterprise is asked, the way goes on from where it was. */
export function stepsAhead({ kind, state, before }: Pick<Application, 'kind' | 'state' | 'before'>) {
  if (kind === 'hall') return state === 'open' || state === 'dispatched' ? HALL_AHEAD : []
  const at = state === 'returned' && before !== null ? before : state
  return AHEAD.filter(({ from }) => from.includes(at)).map(({ title, by }) => ({ title, by }))
}
