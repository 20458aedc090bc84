import type { Request, Response } from 'express'
import { isBound, isEnded, MOVES, type Application } from '../../applications/index.js'
import { newRecordId } from '../../db/index.js'
import { chinaDay } from '../../kernel/dates.js'
import type { OfferTerms } from '../../finance/index.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { bankTabs } from '../../menus.js'
import type { FormFault, Typed } from '../../web/form.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import type { ReviewService } from '../review.service.js'
import { contestView, factsPanel, proposalView, queuePanel, outcomeOf } from './case.views.js'
import { escalationCards } from '../../escalations/index.js'
import { amountText } from './queue.views.js'
import { SAMPLE_STRIP } from './queue.page.js'
import { stepChoices, stepForm, stepsFor, stepTitle, type StepName } from './steps.views.js'
import { tabIn, tabLinks, tabView, type TabId } from './tabs.views.js'
import { costView, termsForm } from './terms.views.js'

/** What the page shows again after a form was refused. */
export type CasePageState = {
  readonly step?: StepName | null
  readonly tab?: TabId
  /** The refused form, when it is no step. */
  readonly form?: string
  readonly typed?: Typed
  readonly faults?: readonly FormFault[]
  /** OfferTerms that were tried without saving. */
  readonly tried?: OfferTerms | null
}

/** `GET /bank/applications/:id` */
export const showCase = (review: ReviewService) => async (req: Request, res: Response) => {
  const application = await review.get(currentUser(req), idParam(req))
  await casePage(review, req, res, application)
}

/** The page of one application, with what was typed after a refused form. */
export async function casePage(
  review: ReviewService,
  req: Request,
  res: Response,
  application: Application,
  shown: CasePageState = {},
): Promise<void> {
  const user = currentUser(req)
  const now = review.now()
  const today = chinaDay(now)
  const [found, names, open] = await Promise.all([
    review.caseOf(user, application),
    review.vocabulary(),
    review.ofBank(user, 'open'),
  ])
  const tab = shown.tab ?? tabIn(req.query.tab)
  const step = shown.step === undefined ? stepIn(req.query.do, application, user) : shown.step
  const { file } = found
  const at = { id: application.id }
  const faults = shown.faults ?? []
  const typed = shown.form === undefined ? (shown.typed ?? null) : null
  page(res, 'review/case', {
    title: application.enterpriseName,
    indexed: false,
    tabs: bankTabs('queue'),
    ...(application.isSample && { strip: SAMPLE_STRIP }),
    csrf: csrfToken(req),
    queue: queuePanel(open, application, user, now),
    number: application.number,
    name: application.enterpriseName,
    isSample: application.isSample,
    facts: factsPanel(application, found, names, now),
    done: doneWords(req.query.done),
    version: application.version,
    key: newRecordId(),
    faults,
    wrong: Object.fromEntries(faults.map(({ field, message }) => [field, message])),
    form: shown.form ?? '',
    checking: typeof req.query.check === 'string' ? req.query.check : '',
    typed: shown.typed ?? {},
    today,
    hrefs: hrefsOf(at),
    tab,
    tabLinks: tabLinks(application, found, tab),
    content: await tabView(tab, { review, user, application, found, names, today }),
    proposal: proposalView(application.proposal, application, user),
    contest: contestView(application),
    escalations: escalationCards(found.escalations, application, now),
    standing: outcomeOf(application),
    officers: user.role === 'manager' ? await officersOf(review, user, application) : null,
    loanHref: hasLoan(application) ? paths.bankContract(at) : '',
    syndicateHref: isInHand(application) ? paths.newSyndicate({}, { application: application.id }) : '',
    releaseHref: mayRelease(application) ? paths.hallRequest({ id: application.requestId }) : '',
    choices: stepChoices(application, user, step, tab),
    step,
    stepTitle: step === null ? '' : stepTitle(step, application),
    stepForm: step === null ? null : stepForm(step, { application, file, names, today, typed }),
    terms: step === 'offer' ? termsForm({ application, file, today, typed, draft: found.draft?.typed ?? null }) : null,
    draft: found.draft && typed === null ? `${found.draft.by} ${formatInstant(found.draft.at)} 存的草稿` : '',
    tried: shown.tried ? costView(shown.tried) : null,
    threshold: amountText(found.thresholdFen),
  })
}

/** The step of the query if it is possible now, else the first possible one. */
function stepIn(value: unknown, application: Application, user: Express.User): StepName | null {
  const steps = stepsFor(application, user)
  return steps.find((step) => step === value) ?? steps[0] ?? null
}

async function officersOf(review: ReviewService, user: Express.User, { officerId }: Application) {
  const people = await review.colleaguesOf(user)
  return people.map(({ id, name, role }) => ({
    value: id,
    text: `${name}（${role === 'manager' ? '审批经理' : '客户经理'}）`,
    selected: id === officerId,
  }))
}

/** A place is released on the page of the request in the hall. */
const mayRelease = ({ channel, state }: Application) =>
  channel !== 'directed' && (MOVES.release.from as readonly string[]).includes(state)

const LENT = new Set(['approved', 'contracted', 'disbursing', 'repaying', 'closed', 'cancelled'])
/** Claimed, and neither ended nor signed: the bank may invite others to a syndicate. */
const isInHand = ({ state }: Application) => state !== 'submitted' && !isEnded(state) && !isBound(state)
const hasLoan = ({ state }: Application) => LENT.has(state)

function hrefsOf(at: { readonly id: string }) {
  return {
    self: paths.bankApplication(at),
    steps: paths.bankSteps(at),
    notes: paths.bankNotes(at),
    checks: paths.bankChecks(at),
    officer: paths.bankOfficer(at),
    proposal: paths.bankProposal(at),
    contest: paths.bankContest(at),
  }
}

const DONE: Readonly<Record<string, string>> = {
  decided: '已办理，企业会收到通知。',
  proposed: '金额超过本行双人审批门槛，您的意见已提交审批经理。',
  draft: '草稿已保存，本行同事可以接着写。',
  saved: '已保存。',
  explained: '说明已提交，企业和工信局会收到通知。',
}

const doneWords = (value: unknown): string =>
  typeof value === 'string' && Object.hasOwn(DONE, value) ? (DONE[value] ?? '') : ''
