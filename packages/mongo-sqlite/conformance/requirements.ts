import type { Requirement } from './format.js'

/** What the server under test is. */
export type Facts = { version: string; topology: string; auth: boolean; parameters: Record<string, unknown> }

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function unmet(requirement: Requirement, facts: Facts): string | null {
  const { minServerVersion, maxServerVersion, topologies, auth, serverParameters } = requirement
  if (minServerVersion !== undefined && compareVersions(facts.version, minServerVersion) < 0) {
    return `needs server ${minServerVersion} or later`
  }
  if (maxServerVersion !== undefined && compareVersions(facts.version, maxServerVersion) > 0) {
    return `is for servers up to ${maxServerVersion}`
  }
  if (topologies !== undefined && !topologies.includes(facts.topology)) return `topology ${topologies.join(' or ')}`
  if (auth !== undefined && auth !== facts.auth) return auth ? 'needs sign-in' : 'needs a server without sign-in'
  if (requirement.serverless === 'require') return 'needs serverless'
  if (requirement.csfle !== undefined && requirement.csfle !== false) return 'needs client-side encryption'
  for (const [name, value] of Object.entries(serverParameters ?? {})) {
    if (facts.parameters[name] !== value) return `server parameter ${name}`
  }
  return null
}

/** Null when the requirements let a test run here (any one of them suffices), else why not. */
export function reasonToSkip(requirements: Requirement[] | undefined, facts: Facts): string | null {
  if (requirements === undefined || requirements.length === 0) return null
  const reasons = requirements.map((requirement) => unmet(requirement, facts))
  return reasons.includes(null) ? null : (reasons[0] ?? null)
}
