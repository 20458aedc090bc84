import { addMonths, chinaDay, formatDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { fault, type FormFault } from '../../web/form.js'
import {
  type Consent,
  CONSENT_PURPOSES,
  CONSENT_SCOPES,
  type ConsentPurpose,
  type ConsentScope,
  isInForce,
  MOST_CONSENT_MONTHS,
} from '../rules/consent.js'
import type { NewConsent } from '../use-cases/give-consent.js'
import { type EnterpriseHandler, type EnterprisePageContext, renderEnterprisePage } from './enterprise-page.js'
import { fieldText, fieldTexts, readDateField, submittedFields, type SubmittedFields } from './submitted-fields.js'
import { NotFound } from '../../web/errors.js'

const USUAL_MONTHS = 6

/** `GET /enterprise/consents`: what is shared with whom, until when, and the form to add to it. */
export const showConsents: EnterpriseHandler = (desk, _req, res) => consentPage(desk, new Map(), [], res)

/** `POST /enterprise/consents` */
export const giveConsent: EnterpriseHandler = async (desk, req, res) => {
  const { catalogue, enterprise, enterprises, by, today } = desk
  const sent =
    submittedFields(req.body, (name) => ['bank', 'purpose', 'scopes', 'until'].includes(name)) ??
    new Map<string, string>()
  const read = readConsent(sent, (await catalogue.current()).banks, today)
  if ('faults' in read) {
    res.status(422)
    await consentPage(desk, sent, read.faults, res)
    return
  }
  await enterprises.giveConsent(enterprise.id, read.consent, by)
  res.redirect(303, paths.enterpriseConsents({}))
}

/** `POST /enterprise/consents/:id/revocation` */
export const revokeConsent: EnterpriseHandler = async ({ enterprise, enterprises, by }, req, res) => {
  await enterprises.revokeConsent(enterprise.id, idParam(req), by)
  res.redirect(303, paths.enterpriseConsents({}))
}

type ReadConsent = { readonly consent: NewConsent } | { readonly faults: readonly FormFault[] }

function readConsent(sent: SubmittedFields, banks: ReadonlyMap<string, unknown>, today: string): ReadConsent {
  const faults: FormFault[] = []
  const bankId = fieldText(sent, 'bank')
  if (!banks.has(bankId)) faults.push(fault('bank', '请选择一家机构'))
  const purpose = fieldText(sent, 'purpose')
  if (!isPurpose(purpose)) faults.push(fault('purpose', '请选择用途'))
  const scopes = fieldTexts(sent, 'scopes').filter(isScope)
  if (scopes.length === 0) faults.push(fault('scopes', '请至少勾选一项要提供的内容'))
  const last = addMonths(today, MOST_CONSENT_MONTHS)
  const until = readDateField(fieldText(sent, 'until'), last, today)
  if ('fault' in until || until.value === null) {
    faults.push(fault('until', `截止日期：请填写今天到 ${formatDate(last)} 之间的日期`))
  }
  if (faults.length > 0 || !isPurpose(purpose) || 'fault' in until || until.value === null) return { faults }
  return { consent: { bankId, purpose, scopes, until: until.value } }
}

const isPurpose = (text: string): text is ConsentPurpose => Object.hasOwn(CONSENT_PURPOSES, text)
const isScope = (text: string): text is ConsentScope => Object.hasOwn(CONSENT_SCOPES, text)

async function consentPage(
  desk: EnterprisePageContext,
  sent: SubmittedFields,
  faults: readonly FormFault[],
  res: Parameters<EnterpriseHandler>[2],
): Promise<void> {
  const { catalogue, enterprise, enterprises, today } = desk
  const consents = await enterprises.consentsOf(enterprise.id)
  const { banks } = await catalogue.current()
  const inForce = consents.filter((consent) => isInForce(consent, today))
  const words = (faultOf: string) => faults.find(({ field }) => field === faultOf)?.message ?? ''
  renderEnterprisePage(
    res,
    'consents',
    desk,
    { title: '授权', tab: 'consents' },
    {
      action: paths.enterpriseConsents({}),
      faults,
      faultOf: { bank: words('bank'), purpose: words('purpose'), scopes: words('scopes'), until: words('until') },
      inForce: inForce.map(consentRow),
      past: consents.filter((consent) => !isInForce(consent, today)).map(consentRow),
      banks: [...banks.values()].map(({ id, name }) => ({
        value: id,
        label: name,
        chosen: fieldText(sent, 'bank') === id,
      })),
      purposes: Object.entries(CONSENT_PURPOSES).map(([value, label], place) => ({
        id: `p${place + 1}`,
        value,
        label,
        chosen: fieldText(sent, 'purpose') === value,
      })),
      scopes: Object.entries(CONSENT_SCOPES).map(([value, label], place) => ({
        id: `c${place + 1}`,
        value,
        label,
        chosen: fieldTexts(sent, 'scopes').includes(value),
      })),
      until: sent.size > 0 ? fieldText(sent, 'until') : addMonths(today, USUAL_MONTHS),
    },
  )
}

function consentRow({ id, bankName, purpose, scopes, until, grantedAt, revokedAt }: Consent) {
  return {
    bankName,
    purpose: CONSENT_PURPOSES[purpose],
    scopes: scopes.map((scope) => CONSENT_SCOPES[scope]).join('；'),
    until: formatDate(until),
    given: formatDate(chinaDay(grantedAt)),
    ended: revokedAt ? `${formatDate(chinaDay(revokedAt))} 收回` : `${formatDate(until)} 到期`,
    revocation: paths.enterpriseConsentRevocation({ id }),
  }
}

/** `GET /enterprise/data`: what is held, taking a copy, and closing the account. */
export const showData: EnterpriseHandler = (desk, _req, res) => {
  dataPage(desk, [], res)
}

/** `GET /enterprise/data.json` */
export const sendExport: EnterpriseHandler = async ({ enterprise, enterprises, today }, _req, res) => {
  const everything = await enterprises.exportEverything(enterprise.id)
  res
    .attachment(`${enterprise.creditCode}-${today}.json`)
    .type('json')
    .send(JSON.stringify(everything, null, 2))
}

/** `POST /enterprise/closure`: the owner types the name of the enterprise to show that it is meant. */
export const closeEnterprise: EnterpriseHandler = async (desk, req, res) => {
  const { enterprise, enterprises, by, isOwner } = desk
  if (!isOwner) throw new NotFound()
  const sent = submittedFields(req.body, (name) => name === 'name')
  if (sent === null || fieldText(sent, 'name').normalize('NFKC') !== enterprise.name.normalize('NFKC')) {
    res.status(422)
    dataPage(desk, [fault('name', '请完整填写企业名称，与上面显示的一致')], res)
    return
  }
  await enterprises.close(enterprise.id, by)
  req.session.destroy(() => {
    res.redirect(303, paths.home({}))
  })
}

function dataPage(
  desk: EnterprisePageContext,
  faults: readonly FormFault[],
  res: Parameters<EnterpriseHandler>[2],
): void {
  renderEnterprisePage(
    res,
    'data',
    desk,
    { title: '数据与注销', tab: 'data' },
    {
      exportHref: paths.enterpriseExport({}),
      closure: paths.enterpriseClosure({}),
      isOwner: desk.isOwner,
      faults,
      fault: faults[0]?.message ?? '',
    },
  )
}
