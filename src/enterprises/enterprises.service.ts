import type { SignedInUser } from '../kernel/signed-in-user.js'
import { RecordNotFound } from '../kernel/domain-error.js'
import { chinaDay } from '../kernel/dates.js'
import type { ClientSession, Connection } from 'mongoose'
import type { Readable } from 'node:stream'
import type { CurrentCatalogue } from '../catalogue/index.js'
import type { Reference } from '../reference/index.js'
import type { Decision } from '../matching/index.js'
import type { Result } from '../kernel/result.js'
import type { InspectedFile } from '../files/detect-file-kind.js'
import { changesBetween, type MatchChanges } from './rules/match-changes.js'
import type { DataHolder, EnterpriseContext, SaveResult } from './use-cases/change-enterprise.js'
import { closeEnterprise, removeSampleEnterprises } from './use-cases/close-enterprise.js'
import { type Completeness, completenessOf } from './rules/completeness.js'
import type { Consent } from './rules/consent.js'
import { type Declaration, type DeclaredYear, declareFacts, saveYear } from './use-cases/declare-facts.js'
import { approve, type NewEnterprise, registerEnterprise, resubmit, sendBack } from './use-cases/register-enterprise.js'
import type { Enterprise } from './rules/enterprise.js'
import { addEvidence, openEvidence, removeEvidence, sweepOrphans } from './use-cases/store-evidence.js'
import { exportEnterprise } from './use-cases/export-enterprise.js'
import { giveConsent, giveConsentIn, type NewConsent, revokeConsent } from './use-cases/give-consent.js'
import { decideNeed, matchNeed, type OpenNeed, openNeeds } from './use-cases/match-need.js'
import type { Need, NeedTerms } from './rules/need.js'
import { adoptFinding, recordFinding, type RegisterFinding, withdrawFinding } from './use-cases/record-finding.js'
import { addNeed, addNeedWithin, saveNeed, setNeedStatus } from './use-cases/save-need.js'
import { consentStore } from './data/consent.store.js'
import { type EnterpriseFilter, enterpriseStore, type Listed, type Page } from './data/enterprise.store.js'
import { type Evidence, evidenceStore } from './data/evidence.store.js'
import { type MatchSummary, type NeedMatch, needMatchStore, recordOf } from './data/need-match.store.js'
import { needStore } from './data/need.store.js'
import { inTransaction } from '../db/index.js'
import type { FindingOutcome } from './rules/verification.js'
import type { Actor } from '../kernel/actor.js'

/** Whose records a caller may reach: those of one enterprise, or, for the centre and the bureau, all. */
export type Scope = { readonly enterpriseId: string } | 'all'

export type EnterprisesService = ReturnType<typeof enterprisesService>

export type EnterprisesServiceDeps = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: EnterpriseContext['audit']
  readonly reference: Reference
  readonly catalogue: CurrentCatalogue
  /** Other domains that hold something about enterprises; asked for at export and closure, so they may be made later. */
  readonly holders?: () => readonly DataHolder[]
}

/** The desk's use cases over one database. Every change is one transaction with its audit event. */
export function enterprisesService({ holders = () => [], ...parts }: EnterprisesServiceDeps) {
  const { connection } = parts
  const context: EnterpriseContext = {
    ...parts,
    holders,
    enterprises: enterpriseStore(connection),
    needs: needStore(connection),
    matches: needMatchStore(connection),
    evidence: evidenceStore(connection),
    consents: consentStore(connection),
  }
  return {
    ...registration(context),
    ...registers(context),
    ...profile(context),
    ...needs(context),
    ...privacy(context),
  }
}

/** Signing up, the centre's decisions, and finding enterprises. */
function registration(context: EnterpriseContext) {
  const { enterprises } = context
  return {
    /** @throws CreditCodeTaken when the enterprise is registered already. */
    register: (session: ClientSession, given: NewEnterprise, by: Actor): Promise<Enterprise> =>
      registerEnterprise(context, session, given, by),

    /** @throws NotFound when there is none, or it lies outside the scope. */
    async get(scope: Scope, id: string, session: ClientSession | null = null): Promise<Enterprise> {
      const within = scope === 'all' || scope.enterpriseId === id
      const enterprise = within ? await enterprises.find(id, session) : null
      if (enterprise === null) throw new RecordNotFound()
      return enterprise
    },

    findByCreditCode: (code: string, session?: ClientSession): Promise<Enterprise | null> =>
      enterprises.findByCreditCode(code, session),
    /** For supervision: who has which code, by id. */
    creditCodesOf: (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => enterprises.creditCodes(ids),
    list: (filter: EnterpriseFilter, page: Page): Promise<Listed<Enterprise>> => enterprises.list(filter, page),
    approve: (id: string, by: Actor): Promise<Enterprise> => approve(context, id, by),
    returnWith: (id: string, reason: string, by: Actor): Promise<Enterprise> => sendBack(context, id, reason, by),
    resubmit: (id: string, name: string, by: Actor): Promise<Enterprise> => resubmit(context, id, name, by),
    completenessOf(enterprise: Enterprise): Completeness {
      return completenessOf(enterprise, chinaDay(context.now()), context.reference.sizeBands)
    },
    sampleIds: (): Promise<readonly string[]> => enterprises.sampleIds(),
    removeSamples: (session: ClientSession): Promise<readonly string[]> => removeSampleEnterprises(context, session),
    /** The contents of files that are listed no more. */
    async removeContents(fileIds: readonly string[]): Promise<void> {
      for (const id of fileIds) await context.evidence.removeContent(id)
    },
  }
}

/** What registers say, and what the enterprise makes of it. */
function registers(context: EnterpriseContext) {
  return {
    /** A register lists the enterprise with this value. See `noteFinding` for what follows. */
    confirmFact: (session: ClientSession, id: string, found: RegisterFinding, by: Actor): Promise<FindingOutcome> =>
      recordFinding(context, session, id, found, by),
    /** A register does not list the enterprise, whatever it claims. */
    flagFact: (
      session: ClientSession,
      id: string,
      found: Omit<RegisterFinding, 'value'>,
      by: Actor,
    ): Promise<FindingOutcome> => recordFinding(context, session, id, { ...found, value: null }, by),
    withdrawFinding: (
      session: ClientSession,
      id: string,
      gone: Pick<RegisterFinding, 'fact' | 'register'>,
      by: Actor,
    ): Promise<void> => withdrawFinding(context, session, id, gone, by),
    adoptFinding: (id: string, chosen: Pick<RegisterFinding, 'fact' | 'register'>, by: Actor): Promise<Enterprise> =>
      inTransaction(context.connection, (session) => adoptFinding(context, session, id, chosen, by)),
  }
}

/** Profile, figures and files. */
function profile(context: EnterpriseContext) {
  return {
    declareFacts: (id: string, declared: Declaration, by: Actor): Promise<SaveResult<Enterprise>> =>
      declareFacts(context, id, declared, by),
    saveYear: (id: string, declared: DeclaredYear, by: Actor): Promise<SaveResult<Enterprise>> =>
      saveYear(context, id, declared, by),
    evidenceOf: (enterpriseId: string, session: ClientSession | null = null): Promise<readonly Evidence[]> =>
      context.evidence.list(enterpriseId, session),
    addEvidence: (enterpriseId: string, file: InspectedFile, by: Actor): Promise<Result<Evidence>> =>
      addEvidence(context, enterpriseId, file, by),
    openEvidence: (enterpriseId: string, id: string): Promise<{ evidence: Evidence; content: Readable }> =>
      openEvidence(context, enterpriseId, id),
    removeEvidence: (enterpriseId: string, id: string, by: Actor): Promise<void> =>
      removeEvidence(context, enterpriseId, id, by),
    sweepOrphans: (): Promise<number> => sweepOrphans(context),
  }
}

/** The last decision about a need, and what changed since the one before. */
type LatestMatch = { readonly match: NeedMatch; readonly changes: MatchChanges | null; readonly since: Date | null }

function needs(context: EnterpriseContext) {
  return {
    needsOf: (enterpriseId: string): Promise<readonly Need[]> => context.needs.list(enterpriseId),

    /** @throws NotFound when it is not there or is someone else's. */
    async getNeed(enterpriseId: string, id: string, session: ClientSession | null = null): Promise<Need> {
      const need = await context.needs.find(enterpriseId, id, session)
      if (need === null) throw new RecordNotFound('need.not-found')
      return need
    },

    /** Every open need that came about in a span of time, with what is known today. See `openNeeds`. */
    openNeeds: (from: Date, to: Date): Promise<readonly OpenNeed[]> => openNeeds(context, from, to),

    addNeed: (enterpriseId: string, terms: NeedTerms, by: Actor): Promise<Result<Need>> =>
      addNeed(context, enterpriseId, terms, by),
    /** The same in a transaction that is under way: what becomes a need and the need itself are one change. */
    addNeedWithin: (session: ClientSession, enterpriseId: string, terms: NeedTerms, by: Actor): Promise<Result<Need>> =>
      addNeedWithin(context, session, enterpriseId, terms, by),
    saveNeed: (
      of: { enterpriseId: string; needId: string; version: number },
      terms: NeedTerms,
      by: Actor,
    ): Promise<SaveResult<Need>> => saveNeed(context, of, terms, by),
    setNeedStatus: (enterpriseId: string, needId: string, status: Need['status'], by: Actor): Promise<Need> =>
      setNeedStatus(context, enterpriseId, needId, status, by),
    matchNeed: (enterpriseId: string, needId: string, by: Actor): Promise<NeedMatch> =>
      matchNeed(context, enterpriseId, needId, by),

    /** What a match says of a part of a need, kept by whoever asks for that part. @throws NotFound as `matchNeed`. */
    async decideNeed(
      enterpriseId: string,
      needId: string,
      asked: Pick<Need, 'amountFen' | 'termMonths'>,
    ): Promise<Decision> {
      const { record, text } = await decideNeed(context, enterpriseId, needId, asked)
      return { record, text }
    },

    matchSummary: (enterpriseId: string, needId: string): Promise<MatchSummary | null> =>
      context.matches.summary(enterpriseId, needId),

    async latestMatch(enterpriseId: string, needId: string): Promise<LatestMatch | null> {
      const [match, before] = await context.matches.latest(enterpriseId, needId, 2)
      if (match === undefined) return null
      const changes = before === undefined ? null : changesBetween(recordOf(before), recordOf(match))
      return { match, changes, since: before?.at ?? null }
    },
  }
}

/** Consent, export and closure. */
function privacy(context: EnterpriseContext) {
  return {
    consentsOf: (enterpriseId: string, session: ClientSession | null = null): Promise<readonly Consent[]> =>
      context.consents.list(enterpriseId, session),
    giveConsent: (enterpriseId: string, given: NewConsent, by: Actor): Promise<Consent> =>
      giveConsent(context, enterpriseId, given, by),
    giveConsentIn: (session: ClientSession, enterpriseId: string, given: NewConsent, by: Actor): Promise<Consent> =>
      giveConsentIn(context, session, enterpriseId, given, by),
    revokeConsent: (enterpriseId: string, id: string, by: Actor): Promise<Consent> =>
      revokeConsent(context, enterpriseId, id, by),
    exportEverything: (id: string): Promise<Record<string, unknown>> => exportEnterprise(context, id),
    close: (id: string, by: Actor): Promise<void> => closeEnterprise(context, id, by),
  }
}

/**
 * The enterprise that a person who is signed in works for: no address names one, so no other can be reached.
 * @throws NotFound for people of banks and offices, and when the enterprise has left the portal.
 */
export async function ownEnterprise(
  enterprises: Pick<EnterprisesService, 'get'>,
  { organisation }: Pick<SignedInUser, 'organisation'>,
): Promise<Enterprise> {
  if (organisation.kind !== 'enterprise') throw new RecordNotFound()
  const enterprise = await enterprises.get({ enterpriseId: organisation.id }, organisation.id)
  if (enterprise.status === 'closed') throw new RecordNotFound()
  return enterprise
}

/** Id → name, for the few enterprises that a page mentions; one that is not there is left out. */
export async function enterpriseNames(
  enterprises: Pick<EnterprisesService, 'get'>,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const named = await Promise.all(
    [...new Set(ids)].map((id) =>
      enterprises.get('all', id).then(
        ({ name }) => [[id, name] as const],
        (error: unknown) => {
          if (error instanceof RecordNotFound) return []
          throw error
        },
      ),
    ),
  )
  return new Map(named.flat())
}
