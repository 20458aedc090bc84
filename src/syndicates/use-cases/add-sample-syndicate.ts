import type { ClientSession, Connection } from 'mongoose'
import { newRecordId } from '../../db/index.js'
import { addDays, type LawDate, chinaDay } from '../../kernel/dates.js'
import { fenFromWan, type Fen } from '../../kernel/money.js'
import { splitPayment } from '../rules/split-payment.js'
import { syndicatePaymentStore } from '../data/payment.store.js'
import { syndicateMoveStore } from '../data/move.store.js'
import { syndicateStore } from '../data/syndicate.store.js'
import type { SyndicateMember, Syndicate } from '../rules/syndicate.js'

const SOURCE = '2025 年关于兵团绿色制造的公开报道'
const YI = 10_000
/** From the report: the project, the syndicate, the lead's part, the number of institutions, the first drawdown. */
const REPORTED = { investment: 49.44 * YI, total: 38 * YI, lead: 12 * YI, others: 5, firstDrawdown: 1500 } as const
const LEAD = '示例牵头机构（报道未列名）'
/** The other five and their shares are not public: names and shares are invented and labelled so. In 万元. */
const OTHERS: readonly (readonly [name: string, wan: number])[] = [
  ['示例机构甲', 8 * YI],
  ['示例机构乙', 6 * YI],
  ['示例机构丙', 5 * YI],
  ['示例机构丁', 4 * YI],
  ['示例机构戊', 3 * YI],
]

/**
 * Enters the syndicate of the 4.6 GW solar project as an example, in the transaction of the sample import.
 * Figures from a public report carry their source; everything else is labelled 示例.
 * @param borrower the sample enterprise
 */
export async function addSampleSyndicate(
  connection: Connection,
  session: ClientSession,
  borrower: { readonly id: string; readonly name: string },
  at: Date,
): Promise<Syndicate> {
  const today = chinaDay(at)
  const [signedOn, drawnOn] = [addDays(today, -90), addDays(today, -60)]
  const amountFen = fenFromWan(REPORTED.firstDrawdown)
  const members = membersAfter(amountFen)
  const syndicate = syndicateOf(borrower, members, signedOn, at)
  const { id } = syndicate
  await syndicateStore(connection).insert(session, syndicate)
  const flow = {
    ...({ id: newRecordId(), syndicateId: id, seq: 1, kind: 'drawdown', on: drawnOn, amountFen } as const),
    parts: members.map(({ key, drawnFen }) => ({ key, fen: drawnFen })),
    ...({ note: '首笔提款；金额见报道，日期为示例', by: '示例', at, basis: 'reported' } as const),
  }
  await syndicatePaymentStore(connection).insert(session, flow)
  const moves = syndicateMoveStore(connection)
  const by = { accountId: null, name: '', organisation: LEAD }
  const steps = [
    ['form', null, 'forming', addDays(today, -150)],
    ['sign', 'inviting', 'signed', signedOn],
    ['draw', 'signed', 'drawing', drawnOn],
  ] as const
  for (const [place, [action, from, to, on]] of steps.entries()) {
    await moves.insert(session, {
      ...{ id: newRecordId(), syndicateId: id, seq: place + 1, action, from, to, by, at: noonOf(on) },
      ...{ reason: '示例：日期与经过为示例', bankId: null, bankName: null, detail: {} },
    })
  }
  return syndicate
}

/** The members once a first amount has been drawn. */
function membersAfter(amountFen: Fen): readonly SyndicateMember[] {
  const all = [[LEAD, REPORTED.lead] as const, ...OTHERS]
  const shares = all.map(([, wan]) => fenFromWan(wan))
  const parts = splitPayment(
    shares,
    shares.map(() => 0),
    amountFen,
  )
  return all.map(([bankName], place) => ({
    key: `sample-${place + 1}`,
    bankId: null,
    bankName,
    role: place === 0 ? 'lead' : 'participant',
    shareFen: shares[place] ?? 0,
    answeredAt: null,
    drawnFen: parts[place] ?? 0,
    repaidFen: 0,
    basis: place === 0 ? 'reported' : 'sample',
  }))
}

function syndicateOf(
  borrower: { readonly id: string; readonly name: string },
  members: readonly SyndicateMember[],
  signedOn: LawDate,
  at: Date,
): Syndicate {
  const id = newRecordId()
  return {
    id,
    applicationId: null,
    slot: id,
    enterpriseId: borrower.id,
    enterpriseName: borrower.name,
    title: '4.6 GW 光伏项目银团贷款（示例）',
    purpose: '项目建设',
    investmentFen: fenFromWan(REPORTED.investment),
    totalFen: fenFromWan(REPORTED.total),
    termMonths: null,
    rateBp: null,
    lead: { bankId: null, bankName: LEAD, shareFen: fenFromWan(REPORTED.lead) },
    facts: [{ key: 'project', label: '项目规模', text: '4.6 GW 光伏发电' }],
    invitations: [],
    agreement: { number: '示例-银团-001', on: signedOn, agentKey: 'sample-1', at, by: '示例' },
    members,
    isSample: true,
    reported: {
      source: SOURCE,
      facts: [
        '项目规模 4.6 GW，总投资 49.44 亿元',
        '银团总额 38 亿元，牵头行承贷 12 亿元',
        `牵头行与另外 ${REPORTED.others} 家机构`,
        '首笔提款 1,500 万元',
      ],
    },
    state: 'drawing',
    version: 3,
    createdAt: at,
    updatedAt: at,
    endedAt: null,
  }
}

const noonOf = (day: LawDate): Date => new Date(`${day}T12:00:00+08:00`)
