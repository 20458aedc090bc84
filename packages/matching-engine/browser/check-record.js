import { canonicalJson, hasRepeatedKeys } from './canonical-json.js'
import { faultsOfStates } from './check-states.js'
import { sha256hex } from './sha256.js'

/**
 * @typedef {'file' | 'facts' | 'result' | 'header' | 'checksum' | 'conclusion'} Part what was tampered with
 * @typedef {{ part: Part, product?: string, message: string }} Finding
 * @typedef {{ kind: 'intact' | 'reformatted' | 'altered' | 'unreadable', findings: Finding[], record: any }} Report
 */

const LARGEST = 10_000_000
const MOST_REPAIRED = 5
const HEAD = ['engine', 'catalogue', 'reference', 'asOf', 'hash']
const MEMBERS = ['engine', 'catalogue', 'reference', 'asOf', 'facts', 'derived', 'results', 'digests', 'hash']

/**
 * Checks a decision record: its checksum, the digest of each part, and whether every conclusion follows from the
 * facts in it. Pure: text in, findings in plain Chinese out, nothing is sent anywhere. Takes any text, never throws.
 * @param {string} text the content of the file
 * @returns {Report}
 */
export function checkRecord(text) {
  try {
    const record = parseRecord(text)
    const findings = [...faultsOfSeal(record), ...faultsOfStates(record)]
    if (findings.length > 0) return { kind: 'altered', findings, record }
    return { kind: isAsIssued(text, record) ? 'intact' : 'reformatted', findings, record }
  } catch (error) {
    const message =
      error instanceof RecordError ? error.message : '文件的结构不对，或者含有无法表示的内容，不是测评记录'
    return { kind: 'unreadable', findings: [{ part: 'file', message }], record: null }
  }
}

/** A record is issued as canonical JSON; reformatting it does not change its content. */
function isAsIssued(text, record) {
  return text.trimEnd() === canonicalJson(record)
}

class RecordError extends Error {}

function parseRecord(text) {
  if (text.length > LARGEST) throw new RecordError('文件太大，不像是测评记录')
  let record
  try {
    record = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new RecordError('这不是 JSON 文件，或者文件不完整。请重新下载记录')
  }
  if (!isObject(record)) throw new RecordError('文件里没有测评记录')
  const missing = MEMBERS.filter((name) => !Object.hasOwn(record, name))
  if (missing.length > 0) throw new RecordError(`这不是完整的测评记录，缺少：${missing.join('、')}`)
  const head = HEAD.every((name) => typeof record[name] === 'string')
  const shaped = head && isObject(record.facts) && isObject(record.derived) && isObject(record.digests)
  const results = Array.isArray(record.results) && record.results.every(isResult)
  if (!shaped || !isObject(record.digests.results) || !results) throw new RecordError('测评记录的结构不对')
  if (hasRepeatedKeys(text, record)) throw new RecordError('文件里有重复的字段名，内容会有两种读法，不能作为凭据')
  return record
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isResult(value) {
  return isObject(value) && typeof value.product === 'string' && Array.isArray(value.conditions)
}

/** The differences between the checksums in the record and those of its content. */
function faultsOfSeal(record) {
  if (digestOf(withoutHash(record)) === record.hash) return faultsOfDigests(record, false)
  const found = faultsOfDigests(record, true)
  if (found.length > 0) return found
  const extra = Object.keys(record).filter((name) => !MEMBERS.includes(name))
  if (extra.length > 0) return [{ part: 'header', message: `记录里多出了字段：${extra.join('、')}` }]
  const inOrder = { ...record, results: [...record.results].sort((one, other) => one.rank - other.rank) }
  if (digestOf(withoutHash(inOrder)) === record.hash) {
    return [{ part: 'header', message: '产品结果的先后顺序被改动，内容没有变' }]
  }
  if (!/^[0-9a-f]{64}$/.test(String(record.hash))) {
    return [{ part: 'checksum', message: '总校验值被改动：它应当是 64 位十六进制数字' }]
  }
  const message = '事实和各产品的结果没有变；头部字段（引擎版本、目录版本、参照数据、测评日期）或总校验值本身被改动'
  return [{ part: 'header', message }]
}

function faultsOfDigests(record, broken) {
  const { facts, derived, results, digests } = record
  const findings = []
  const digest = digestOf({ facts, derived })
  if (digest !== digests.facts) {
    const repaired = { ...record, digests: { ...digests, facts: digest } }
    findings.push(factsFinding(broken && digestOf(withoutHash(repaired)) === record.hash))
  }
  const counts = new Map()
  for (const { product } of results) counts.set(product, (counts.get(product) ?? 0) + 1)
  const differing = new Set(results.filter((result) => digestOf(result) !== digests.results[result.product]))
  const few = differing.size <= MOST_REPAIRED
  for (const result of results) {
    if (counts.get(result.product) > 1) findings.push(doubled(result))
    else if (differing.has(result)) findings.push(faultOfResult(record, result, broken && few))
  }
  for (const id of Object.keys(digests.results)) {
    if (!counts.has(id)) {
      findings.push({ part: 'result', product: id, message: `产品 ${id} 的结果被删除` })
    }
  }
  return findings
}

/** When restoring the right digest restores the checksum of the whole, the digest was altered, not the facts. */
function factsFinding(digestAlone) {
  return digestAlone
    ? { part: 'checksum', message: '事实没有变，事实的校验值本身被改动' }
    : { part: 'facts', message: '事实（企业填写的内容和由此推算的值）被改动' }
}

function doubled({ product }) {
  return { part: 'result', product, message: `产品 ${product} 的结果出现了不止一次` }
}

/** What is wrong with a result that has not the digest the record gives; the repair costs a digest of the whole. */
function faultOfResult(record, result, tryRepair) {
  const { digests } = record
  const { product } = result
  if (!Object.hasOwn(digests.results, product)) {
    return { part: 'result', product, message: `产品 ${product} 的结果是后来加上的` }
  }
  const results = { ...digests.results, [product]: digestOf(result) }
  if (tryRepair && digestOf(withoutHash({ ...record, digests: { ...digests, results } })) === record.hash) {
    return { part: 'checksum', product, message: `产品 ${product} 的结果没有变，它的校验值本身被改动` }
  }
  return { part: 'result', product, message: `产品 ${product} 的结果被改动` }
}

/**
 * The digest that a record gives of one of its parts.
 * @param {unknown} value
 */
function digestOf(value) {
  return sha256hex(canonicalJson(value))
}

function withoutHash(record) {
  const rest = { ...record }
  delete rest.hash
  return rest
}
