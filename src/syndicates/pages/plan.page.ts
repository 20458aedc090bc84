import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Application } from '../../applications/index.js'
import { wanFromFen, type Fen, wanText } from '../../kernel/money.js'
import { bpFromPct, pctFromBp } from '../../kernel/percent.js'
import { groupDigits } from '../../kernel/text.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { readForm, type Typed } from '../../web/form.js'
import { NotFound } from '../../web/errors.js'
import { InvalidSyndicateInput } from '../use-cases/move-syndicate.js'
import { sharableFacts, revisePlan, type SyndicatePlan, FACT_KEYS } from '../use-cases/open-syndicate.js'
import { BOUNDS, RULE_SOURCE } from '../rules/share-rules.js'
import { actionsFor } from '../rules/state-table.js'
import type { Syndicate } from '../rules/syndicate.js'
import {
  SYNDICATE_SAMPLE_STRIP,
  renderSyndicatePage,
  type RefusedSyndicateForm,
  type SyndicatePagesDeps,
  formFaults,
} from './syndicate-page.js'
import {
  fieldOf,
  idField,
  optionalNumberField,
  optionalWanField,
  textField,
  ticksField,
  versionField,
  wanField,
  type SyndicateFieldSpec,
} from './syndicate-fields.js'

const plan = {
  title: textField('名称', 2, 60),
  purpose: textField('用途', 0, 60),
  investment: optionalWanField('项目总投资'),
  total: wanField('银团总额'),
  leadShare: wanField('牵头行份额'),
  termMonths: optionalNumberField('期限', { unit: '个月', min: 1, max: 600, whole: true }),
  rate: optionalNumberField('年利率', { unit: '%', min: 0, max: 36 }),
  facts: ticksField(FACT_KEYS.length, '请勾选提供的项目情况'),
}
const newSchema = z.strictObject({ application: idField('请从在办的申请发起筹组'), ...plan })
const changeSchema = z.strictObject({ version: versionField, ...plan })

type Values = Omit<z.output<typeof newSchema>, 'application'>

const planOf = ({ title, purpose, investment, total, leadShare, termMonths, rate, facts }: Values): SyndicatePlan => ({
  ...{ title, purpose, termMonths },
  investmentFen: investment,
  totalFen: total,
  leadShareFen: leadShare,
  rateBp: rate === null ? null : bpFromPct(rate),
  factKeys: facts.filter((key) => FACT_KEYS.includes(key)),
})

type ByDeps = (deps: SyndicatePagesDeps) => (req: Request, res: Response) => Promise<void>

/** `GET /syndicates/new`: the applications to choose from, or the plan for the one named by `application`. */
export const newSyndicate: ByDeps = (deps) => async (req, res) => {
  const { application } = req.query
  if (typeof application === 'string' && application !== '')
    return planForm(deps, req, res, { applicationId: application })
  const found = await deps.syndicates.applicationsInHand(currentUser(req).organisation.id)
  renderSyndicatePage(req, res, 'choose', {
    title: '发起银团筹组',
    ...(found.some(({ isSample }) => isSample) && { strip: SYNDICATE_SAMPLE_STRIP }),
    listHref: paths.syndicates({}),
    rows: found.map(({ id, title, enterpriseName, amountFen, isSample, number }) => ({
      href: paths.newSyndicate({}, { application: id }),
      ...{ title, enterpriseName, isSample, number },
      amount: wanText(amountFen),
    })),
  })
}

/** `POST /syndicates` */
export const openSyndicate: ByDeps = (deps) => async (req, res) => {
  const { application } = req.body as Readonly<Record<string, unknown>>
  const applicationId = typeof application === 'string' ? application : ''
  const read = readForm(newSchema, req.body)
  if (!read.ok) return planForm(deps, req, res, { applicationId }, read)
  const { application: id, ...values } = read.value
  try {
    const opened = await deps.syndicates.open(currentUser(req), id, planOf(values))
    res.redirect(303, paths.syndicate({ id: opened.id }))
  } catch (error) {
    if (!(error instanceof InvalidSyndicateInput)) throw error
    await planForm(deps, req, res, { applicationId: id }, { typed: read.typed, faults: formFaults(error.faults) })
  }
}

/** `GET /syndicates/:id/plan` */
export const editPlan: ByDeps = (deps) => async (req, res) =>
  planForm(deps, req, res, { syndicate: await toRevise(deps, req) })

/** `POST /syndicates/:id/plan` */
export const savePlan: ByDeps = (deps) => async (req, res) => {
  const user = currentUser(req)
  const syndicate = await toRevise(deps, req)
  const read = readForm(changeSchema, req.body)
  if (!read.ok) return planForm(deps, req, res, { syndicate }, read)
  const { version, ...values } = read.value
  try {
    await deps.syndicates.change(user, syndicate.id, version, (session, found, by) =>
      revisePlan(deps.syndicates.context, session, found, planOf(values), by),
    )
    res.redirect(303, paths.syndicate({ id: syndicate.id }))
  } catch (error) {
    if (!(error instanceof InvalidSyndicateInput)) throw error
    await planForm(deps, req, res, { syndicate }, { typed: read.typed, faults: formFaults(error.faults) })
  }
}

/** The syndicate whose plan the lead changes; for anybody else there is no such page. */
async function toRevise({ syndicates }: SyndicatePagesDeps, req: Request): Promise<Syndicate> {
  const user = currentUser(req)
  const { syndicate } = await syndicates.see(user, idParam(req))
  const { kinds } = await syndicates.moverFor(user, syndicate)
  if (!kinds.has('lead')) throw new NotFound()
  return syndicate
}

async function planForm(
  { syndicates }: SyndicatePagesDeps,
  req: Request,
  res: Response,
  of: { readonly applicationId: string } | { readonly syndicate: Syndicate },
  refused?: RefusedSyndicateForm,
): Promise<void> {
  const { context } = syndicates
  const syndicate = 'syndicate' in of ? of.syndicate : null
  const applicationId = 'syndicate' in of ? (of.syndicate.applicationId ?? '') : of.applicationId
  const bankId = currentUser(req).organisation.id
  const application = await context.applications.get({ bankId }, applicationId)
  const { vocabulary } = await context.catalogue.current()
  const known = await sharableFacts(context, application, bankId, vocabulary)
  const typed: Typed | null = refused ? refused.typed : null
  const standing = syndicate ? fromSyndicate(syndicate) : fromApplication(application, known.length > 0)
  const ticked = ticksIn(refused ? (req.body as Readonly<Record<string, unknown>>).facts : standing.facts)
  renderSyndicatePage(
    req,
    res,
    'plan',
    {
      title: syndicate ? '修改筹组方案' : '发起银团筹组',
      ...(application.isSample && { strip: SYNDICATE_SAMPLE_STRIP }),
      isSample: application.isSample,
      action: syndicate ? paths.syndicatePlan({ id: syndicate.id }) : paths.syndicates({}),
      back: syndicate ? paths.syndicate({ id: syndicate.id }) : paths.syndicates({}),
      hidden: syndicate
        ? { name: 'version', value: String(syndicate.version) }
        : { name: 'application', value: applicationId },
      editable: syndicate === null || actionsFor(syndicate.state, new Set(['lead'])).includes('revise'),
      application: { number: application.number, title: application.title, enterpriseName: application.enterpriseName },
      fields: FIELDS.map((spec) =>
        fieldOf({ ...spec, value: standing.values[spec.name] ?? '' }, typed, refused?.faults ?? []),
      ),
      facts: known.map((fact) => ({ ...fact, chosen: ticked.includes(fact.key) })),
      factsWrong: refused?.faults.find(({ field }) => field === 'facts')?.message ?? '',
      ruleSource: RULE_SOURCE,
      bounds: BOUNDS,
    },
    refused,
  )
}

const ticksIn = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [given])

const FIELDS: readonly SyndicateFieldSpec[] = [
  { name: 'title', label: '名称', kind: 'line' },
  { name: 'purpose', label: '用途', kind: 'line', hint: '可以留空' },
  { name: 'investment', label: '项目总投资', kind: 'wan', hint: '不清楚可以留空' },
  { name: 'total', label: '银团总额', kind: 'wan', hint: '不能超过项目总投资' },
  { name: 'leadShare', label: '牵头行份额', kind: 'wan', hint: '本行自己承贷的部分' },
  { name: 'termMonths', label: '期限', kind: 'number', unit: '个月', hint: '未定可以留空' },
  { name: 'rate', label: '年利率', kind: 'number', unit: '%', hint: '未定可以留空' },
]

type Standing = { readonly values: Readonly<Record<string, string>>; readonly facts: readonly string[] }

const typedWan = (fen: Fen | null): string => (fen === null ? '' : plain(wanFromFen(fen)))
const plain = (value: number): string => groupDigits(value, 6).replaceAll(',', '')

/** @param mayRead whether the enterprise lets the bank see the project today */
function fromApplication({ title, amountFen, termMonths, dimensions }: Application, mayRead: boolean): Standing {
  return {
    values: {
      title: `${title}银团贷款`.slice(0, 60),
      purpose: mayRead ? (dimensions.purpose ?? '') : '',
      investment: mayRead ? typedWan(dimensions.investmentFen) : '',
      total: typedWan(amountFen),
      termMonths: String(termMonths),
    },
    facts: ['industry', 'green', 'use', 'investment'],
  }
}

const fromSyndicate = ({
  title,
  purpose,
  investmentFen,
  totalFen,
  lead,
  termMonths,
  rateBp,
  facts,
}: Syndicate): Standing => ({
  values: {
    ...{
      title,
      purpose,
      investment: typedWan(investmentFen),
      total: typedWan(totalFen),
      leadShare: typedWan(lead.shareFen),
    },
    termMonths: termMonths === null ? '' : String(termMonths),
    rate: rateBp === null ? '' : plain(pctFromBp(rateBp)),
  },
  facts: facts.map(({ key }) => key),
})
