import type { ClientSession } from 'mongoose'
import { scopeOf, type Application } from '../applications/index.js'
import type { Evidence } from '../enterprises/index.js'
import type { Explanation, ExplainedEscalation, EscalationWithMessages } from '../escalations/index.js'
import type { OfferTerms } from '../finance/index.js'
import type { Fen } from '../kernel/money.js'
import { NotFound } from '../web/errors.js'
import type { Typed } from '../web/form.js'
import { answerContest } from './use-cases/answer-contest.js'
import { caseFile, type CaseFile } from './rules/case-file.js'
import type { CaseRef, ReviewContext, ReviewParts } from './review.context.js'
import { confirmProposal, decide, type DecisionInput } from './use-cases/decide.js'
import { addNote, assignOfficer, checkDocument, checkFact, colleaguesOf } from './use-cases/record-checks.js'
import { saveDraft, makeOffer } from './use-cases/make-offer.js'
import { openDocument } from './use-cases/open-document.js'
import { planVisit, reportVisit } from './use-cases/plan-visit.js'
import { ENDED_STATES, OPEN_STATES } from './rules/queue.js'
import { sendBackProposal, takeBackProposal } from './settle-proposal.js'
import { bankSettingStore } from './data/bank-setting.store.js'
import { factCheckStore } from './data/fact-check.store.js'
import { termsDraftStore } from './data/terms-draft.store.js'
import { noteStore } from './data/note.store.js'
import { visitStore, type Visit } from './data/visit.store.js'
import { takeStep, type BankStep } from './use-cases/take-step.js'
import { thresholdFor, setThreshold } from './rules/threshold.js'

export type ReviewService = ReturnType<typeof reviewService>

/** The most applications a queue is made of; a bank has far fewer open ones at a time. */
const MOST_OPEN = 2000

/** The bank's desk: its queue, what it notes beside an application, and its decisions. */
export function reviewService(parts: ReviewParts) {
  const { connection } = parts
  const context: ReviewContext = {
    ...parts,
    notes: noteStore(connection),
    checks: factCheckStore(connection),
    visits: visitStore(connection),
    drafts: termsDraftStore(connection),
    settings: bankSettingStore(connection),
  }
  return { now: parts.now, ...reads(context), ...changes(context) }
}

function reads(context: ReviewContext) {
  const { applications, requests } = context
  return {
    get: (user: Express.User, id: string): Promise<Application> => applications.get(scopeOf(user), id),

    /** The bank's open applications, or its ended ones, the newest first. */
    async ofBank(user: Express.User, which: 'open' | 'ended'): Promise<readonly Application[]> {
      const states = which === 'open' ? OPEN_STATES : ENDED_STATES
      const page = { skip: 0, limit: MOST_OPEN }
      return (await applications.list(scopeOf(user), { kind: 'bank', states }, page)).applications
    },

    /** What the bank may see of the enterprise today, and what it noted itself. */
    async caseOf(user: Express.User, application: Application) {
      const bankId = user.organisation.id
      const { id, requestId, enterpriseId, productId } = application
      const [seen, brothers, earlier, moves, notes, checks, visits, draft, escalations, thresholdFen] =
        await Promise.all([
          requests.snapshotFor(bankId, requestId),
          applications.ofRequest('all', requestId),
          applications.list({ bankId }, { enterpriseId }, { skip: 0, limit: 50 }),
          applications.movesOf(id),
          context.notes.of(bankId, id),
          context.checks.of(bankId, id),
          context.visits.of(id),
          context.drafts.find(bankId, id),
          context.escalations.list({ bankId, applicationId: id }),
          thresholdFor(context, user),
        ])
      const file: CaseFile = caseFile(seen, productId)
      const others = brothers.filter((one) => one.kind === 'bank' && one.bankId !== bankId)
      const dealings = earlier.applications.filter((one) => one.id !== id)
      return { file, others, dealings, moves, notes, checks, visits, draft, escalations, thresholdFen }
    },

    /** A limit that this bank let pass. @throws NotFound where it is another's */
    async escalationOf(
      { organisation }: Pick<Express.User, 'organisation'>,
      id: string,
    ): Promise<EscalationWithMessages> {
      const found = await context.escalations.get(id)
      if (found.escalation.bankId !== organisation.id) throw new NotFound('没有这项督办。')
      return found
    },

    /** What people of the bank did beside the moves, the latest first. */
    async innerEvents(user: Express.User, applicationId: string) {
      const filter = { subjectKind: 'application', subjectId: applicationId, organisationId: user.organisation.id }
      const { events } = await context.audit.list(filter, { number: 1, size: 200 })
      const inner = events.filter(({ name }) => INNER.has(name))
      const names = await context.accounts.names(inner.flatMap(({ actor }) => actor.accountId ?? []))
      return inner.map(({ at, name, actor }) => ({ at, name, by: names.get(actor.accountId ?? '') ?? '已注销的账号' }))
    },

    /** The files of the application's checklist that are still there, by id. Ask consent first. */
    async filesOf({ enterpriseId, documents }: Application): Promise<ReadonlyMap<string, Evidence>> {
      const wanted = new Set(documents.flatMap(({ evidenceIds }) => evidenceIds))
      const files = await context.enterprises.evidenceOf(enterpriseId)
      return new Map(files.filter(({ id }) => wanted.has(id)).map((file) => [file.id, file]))
    },

    colleaguesOf: (user: Express.User) => colleaguesOf(context, user),
    vocabulary: async () => (await context.catalogue.current()).vocabulary,
    thresholdOf: (bankId: string) => context.settings.find(bankId),
    openDocument: (user: Express.User, id: string, evidenceId: string) => openDocument(context, user, id, evidenceId),

    /** For the enterprise's page of an application: visits as announced, without what came of them. */
    async visitsFor(applicationId: string): Promise<readonly Pick<Visit, 'plannedOn' | 'place' | 'note'>[]> {
      const visits = await context.visits.of(applicationId)
      return visits.map(({ plannedOn, place, note }) => ({ plannedOn, place, note }))
    },
  }
}

const INNER: ReadonlySet<string> = new Set([
  'DECISION_PROPOSED',
  'PROPOSAL_TAKEN_BACK',
  'PROPOSAL_SENT_BACK',
  'APPLICATION_OFFICER_ASSIGNED',
  'APPLICATION_DOCUMENT_CHECKED',
  'APPLICATION_DOCUMENT_DOWNLOADED',
  'APPLICATION_FACT_CHECKED',
  'APPLICATION_NOTE_ADDED',
  'APPLICATION_TERMS_DRAFTED',
  'APPLICATION_VISIT_PLANNED',
  'APPLICATION_VISIT_REPORTED',
  'CONTEST_ANSWERED',
  'ESCALATION_ANSWERED',
])

function changes(context: ReviewContext) {
  return {
    takeStep: (of: CaseRef, step: BankStep) => takeStep(context, of, step),
    makeOffer: (of: CaseRef, given: { readonly terms: OfferTerms; readonly reason: string | null }) =>
      makeOffer(context, of, given),
    keepDraft: (of: Omit<CaseRef, 'shown'>, typed: Typed) => saveDraft(context, of, typed),
    decide: (of: CaseRef, answer: DecisionInput) => decide(context, of, answer),
    confirmProposal: (of: CaseRef) => confirmProposal(context, of),
    sendBackProposal: (of: CaseRef, reason: string) => sendBackProposal(context, of, reason),
    takeBackProposal: (of: CaseRef) => takeBackProposal(context, of),
    answerContest: (of: CaseRef, answer: { readonly upheld: boolean; readonly text: string }) =>
      answerContest(context, of, answer),
    explain: (of: ExplainedEscalation, given: Explanation): Promise<void> => context.escalations.explain(of, given),
    planVisit: (of: Omit<CaseRef, 'shown'>, plan: Parameters<typeof planVisit>[2], key?: string) =>
      planVisit(context, of, plan, key),
    reportVisit: (of: Omit<CaseRef, 'shown'>, visitId: string, result: Parameters<typeof reportVisit>[3]) =>
      reportVisit(context, of, visitId, result),
    addNote: (of: Omit<CaseRef, 'shown'>, text: string, key?: string) => addNote(context, of, text, key),
    checkFact: (of: Omit<CaseRef, 'shown'>, check: { readonly fact: string; readonly note: string }) =>
      checkFact(context, of, check),
    checkDocument: (of: CaseRef, code: string) => checkDocument(context, of, code),
    assignOfficer: (of: CaseRef, officerId: string) => assignOfficer(context, of, officerId),
    setThreshold: (user: Express.User, given: { readonly fourEyesFen: Fen; readonly shown: number }) =>
      setThreshold(context, user, given),

    /** Takes away the thresholds that sample accounts have set: they would bind a real bank. */
    removeSettingsOf: (session: ClientSession, accountIds: readonly string[]): Promise<void> =>
      context.settings.removeBy(session, accountIds),

    /** Takes away what was noted beside applications that go themselves: samples, or all of an enterprise that closes. */
    async removeOf(session: ClientSession, applicationIds: readonly string[]): Promise<void> {
      for (const store of [context.notes, context.checks, context.visits, context.drafts]) {
        await store.removeOf(session, applicationIds)
      }
    },
  }
}
