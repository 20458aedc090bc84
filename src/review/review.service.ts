import type { ClientSession } from 'mongoose'
import { scopeOf, type Application } from '../applications/index.js'
import type { Evidence } from '../enterprises/index.js'
import type { Explanation, ExplainedEscalation, EscalationWithMessages } from '../escalations/index.js'
import type { OfferTerms } from '../finance/index.js'
import type { Fen } from '../kernel/money.js'
import { DomainError } from '../kernel/domain-error.js'
import type { SignedInUser } from '../kernel/signed-in-user.js'
import { answerContest } from './use-cases/answer-contest.js'
import { caseFile, type CaseFile } from './rules/case-file.js'
import type { CaseRef, ReviewContext, ReviewParts } from './review.context.js'
import { confirmProposal, decide, sendBackProposal, withdrawProposal, type DecisionInput } from './use-cases/decide.js'
import { addNote, assignOfficer, checkDocument, checkFact, colleaguesOf } from './use-cases/record-checks.js'
import { saveDraft, makeOffer } from './use-cases/make-offer.js'
import { openDocument } from './use-cases/open-document.js'
import { planVisit, reportVisit } from './use-cases/plan-visit.js'
import { ENDED_STATES, OPEN_STATES } from './rules/queue.js'
import { bankSettingStore } from './data/bank-setting.store.js'
import { factCheckStore } from './data/fact-check.store.js'
import { termsDraftStore, type FormValues } from './data/terms-draft.store.js'
import { noteStore } from './data/note.store.js'
import { visitStore, type Visit } from './data/visit.store.js'
import { takeStep, type BankStep } from './use-cases/take-step.js'
import { setThreshold, thresholdFor } from './use-cases/set-threshold.js'

export type ReviewService = ReturnType<typeof reviewService>

/** The most applications in a queue; a bank has far fewer open ones. */
const MAX_QUEUE = 2000

/** The review of applications by a bank: its queue, its notes and checks, and its decisions. */
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
    get: (user: SignedInUser, id: string): Promise<Application> => applications.get(scopeOf(user), id),

    /** The bank's open applications, or its ended ones, the newest first. */
    async ofBank(user: SignedInUser, which: 'open' | 'ended'): Promise<readonly Application[]> {
      const states = which === 'open' ? OPEN_STATES : ENDED_STATES
      const page = { skip: 0, limit: MAX_QUEUE }
      return (await applications.list(scopeOf(user), { kind: 'bank', states }, page)).applications
    },

    /** What the bank may see of the enterprise today, with its own notes and checks. */
    async caseOf(user: SignedInUser, application: Application) {
      const bankId = user.organisation.id
      const { id, requestId, enterpriseId, productId } = application
      const [seen, siblings, earlier, moves, notes, checks, visits, draft, escalations, thresholdFen] =
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
      const others = siblings.filter((one) => one.kind === 'bank' && one.bankId !== bankId)
      const dealings = earlier.applications.filter((one) => one.id !== id)
      return { file, others, dealings, moves, notes, checks, visits, draft, escalations, thresholdFen }
    },

    /** An escalation of this bank. @throws RecordNotFound; DomainError `review.no-such-escalation` for another bank's */
    async escalationOf(
      { organisation }: Pick<SignedInUser, 'organisation'>,
      id: string,
    ): Promise<EscalationWithMessages> {
      const found = await context.escalations.get(id)
      if (found.escalation.bankId !== organisation.id) throw new DomainError('review.no-such-escalation')
      return found
    },

    /** What people of the bank did apart from moves, the latest first. */
    async bankEvents(user: SignedInUser, applicationId: string) {
      const filter = { subjectKind: 'application', subjectId: applicationId, organisationId: user.organisation.id }
      const { events } = await context.audit.list(filter, { number: 1, size: 200 })
      const ofBank = events.filter(({ name }) => BANK_EVENTS.has(name))
      const names = await context.accounts.names(ofBank.flatMap(({ actor }) => actor.accountId ?? []))
      return ofBank.map(({ at, name, actor }) => ({ at, name, by: names.get(actor.accountId ?? '') ?? '已注销的账号' }))
    },

    /** The existing files of the application's checklist, by id. The caller checks consent. */
    async filesOf({ enterpriseId, documents }: Application): Promise<ReadonlyMap<string, Evidence>> {
      const wanted = new Set(documents.flatMap(({ evidenceIds }) => evidenceIds))
      const files = await context.enterprises.evidenceOf(enterpriseId)
      return new Map(files.filter(({ id }) => wanted.has(id)).map((file) => [file.id, file]))
    },

    colleaguesOf: (user: SignedInUser) => colleaguesOf(context, user),
    vocabulary: async () => (await context.catalogue.current()).vocabulary,
    thresholdOf: (bankId: string) => context.settings.find(bankId),
    openDocument: (user: SignedInUser, id: string, evidenceId: string) => openDocument(context, user, id, evidenceId),

    /** The planned visits without their results, for the enterprise's page of an application. */
    async visitsFor(applicationId: string): Promise<readonly Pick<Visit, 'plannedOn' | 'place' | 'note'>[]> {
      const visits = await context.visits.of(applicationId)
      return visits.map(({ plannedOn, place, note }) => ({ plannedOn, place, note }))
    },
  }
}

const BANK_EVENTS: ReadonlySet<string> = new Set([
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
    saveDraft: (of: Omit<CaseRef, 'shown'>, typed: FormValues) => saveDraft(context, of, typed),
    decide: (of: CaseRef, answer: DecisionInput) => decide(context, of, answer),
    confirmProposal: (of: CaseRef) => confirmProposal(context, of),
    sendBackProposal: (of: CaseRef, reason: string) => sendBackProposal(context, of, reason),
    withdrawProposal: (of: CaseRef) => withdrawProposal(context, of),
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
    setThreshold: (user: SignedInUser, given: { readonly fourEyesFen: Fen; readonly shown: number }) =>
      setThreshold(context, user, given),

    /** Deletes thresholds that sample accounts have set: they would bind a real bank. */
    removeSettingsOf: (session: ClientSession, accountIds: readonly string[]): Promise<void> =>
      context.settings.removeBy(session, accountIds),

    /** Deletes the records on applications that are deleted themselves: samples, or those of a closed enterprise. */
    async removeOf(session: ClientSession, applicationIds: readonly string[]): Promise<void> {
      for (const store of [context.notes, context.checks, context.visits, context.drafts]) {
        await store.removeOf(session, applicationIds)
      }
    },
  }
}
