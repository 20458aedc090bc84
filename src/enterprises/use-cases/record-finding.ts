import type { ClientSession } from 'mongoose'
import type { LawDate } from '../../kernel/dates.js'
import type { FactValue } from '@lueqiao/matching-engine'
import { changeEnterprise, type EnterpriseContext } from './change-enterprise.js'
import { type Enterprise, type Finding, valueOf } from '../rules/enterprise.js'
import { findItem, SECTIONS } from '../rules/profile-items.js'
import { findingOutcome, type FindingOutcome, sourceOf } from '../rules/verification.js'
import type { Actor } from '../../kernel/actor.js'

/** What a register says of an enterprise. `value: null`: the register does not list it. */
export type RegisterFinding = {
  readonly fact: string
  readonly value: FactValue | null
  readonly register: string
  readonly asOf: LawDate
}

const EVENT: Readonly<Record<FindingOutcome, string>> = {
  confirmed: 'ENTERPRISE_FACT_CONFIRMED',
  contradicted: 'ENTERPRISE_FACT_CONTRADICTED',
  unclaimed: 'ENTERPRISE_FACT_FOUND',
}

/**
 * Notes what a register says of one fact, in the transaction of the register's own change. A claim that is found
 * becomes 名录核验; one that is contradicted stays as it is and is flagged to the enterprise and the centre; what the
 * enterprise never claimed is offered to it. Nothing is ever overridden. The same finding again changes nothing.
 * @throws NotFound when there is no such enterprise.
 */
export async function recordFinding(
  context: EnterpriseContext,
  session: ClientSession,
  id: string,
  found: RegisterFinding,
  by: Actor,
): Promise<FindingOutcome> {
  let outcome: FindingOutcome = 'unclaimed'
  await changeEnterprise(context, session, id, by, (enterprise) => {
    outcome = findingOutcome(valueOf(enterprise, found.fact), found)
    const known = enterprise.findings.find((finding) => isSameFinding(finding, found))
    if (known?.asOf === found.asOf && JSON.stringify(known.value) === JSON.stringify(found.value)) return null
    const others = enterprise.findings.filter((finding) => !isSameFinding(finding, found))
    const findings = [...others, { ...found, at: context.now() }]
    return {
      next: { ...enterprise, findings, facts: withSources(enterprise, findings) },
      part: 'findings',
      event: EVENT[outcome],
      detail: { fact: found.fact, register: found.register, asOf: found.asOf },
    }
  })
  return outcome
}

/** Takes back what a register said, when its row has gone. */
export async function withdrawFinding(
  context: EnterpriseContext,
  session: ClientSession,
  id: string,
  gone: Pick<RegisterFinding, 'fact' | 'register'>,
  by: Actor,
): Promise<void> {
  await changeEnterprise(context, session, id, by, (enterprise) => {
    const findings = enterprise.findings.filter((finding) => !isSameFinding(finding, gone))
    if (findings.length === enterprise.findings.length) return null
    return {
      next: { ...enterprise, findings, facts: withSources(enterprise, findings) },
      part: 'findings',
      event: 'ENTERPRISE_FINDING_WITHDRAWN',
      detail: { fact: gone.fact, register: gone.register },
    }
  })
}

/** The enterprise takes over what a register says of one fact: a single value as it is, titles added to its own. */
export async function adoptFinding(
  context: EnterpriseContext,
  session: ClientSession,
  id: string,
  chosen: Pick<RegisterFinding, 'fact' | 'register'>,
  by: Actor,
): Promise<Enterprise> {
  return changeEnterprise(context, session, id, by, (enterprise) => {
    const finding = enterprise.findings.find((one) => isSameFinding(one, chosen))
    if (finding?.value == null || findItem(chosen.fact) === null) return null
    const value = joinValues(valueOf(enterprise, chosen.fact), finding.value)
    const evidenceIds = enterprise.facts.find(({ fact }) => fact === chosen.fact)?.evidenceIds ?? []
    const source = sourceOf({ fact: chosen.fact, value, evidenceIds }, enterprise.findings)
    const entry = {
      fact: chosen.fact,
      value,
      evidenceIds,
      source,
      asOf: finding.asOf,
      by: by.accountId,
      at: context.now(),
    }
    return {
      next: { ...enterprise, facts: [...enterprise.facts.filter(({ fact }) => fact !== chosen.fact), entry] },
      part: sectionOf(chosen.fact),
      event: 'ENTERPRISE_FINDING_ADOPTED',
      detail: { fact: chosen.fact, register: chosen.register },
    }
  })
}

const isSameFinding = (finding: Pick<Finding, 'fact' | 'register'>, other: Pick<Finding, 'fact' | 'register'>) =>
  finding.fact === other.fact && finding.register === other.register

const withSources = ({ facts }: Pick<Enterprise, 'facts'>, findings: readonly Finding[]) =>
  facts.map((entry) => ({ ...entry, source: sourceOf(entry, findings) }))

function joinValues(own: FactValue | undefined, found: FactValue): FactValue {
  if (!Array.isArray(found) || !Array.isArray(own)) return found
  const item = new Set<string>([...(own as readonly string[]), ...(found as readonly string[])])
  return [...item]
}

const sectionOf = (fact: string) =>
  SECTIONS.find(({ items }) => items.some((item) => item.fact === fact))?.id ?? 'facts'
