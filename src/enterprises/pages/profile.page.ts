import { deriveFacts } from '@lueqiao/matching-engine'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import type { FormFault } from '../../web/form.js'
import { factsOf } from '../rules/known-facts.js'
import { findItem, findSection, SECTIONS, type ProfileSection } from '../rules/profile-items.js'
import { sectionConflict } from './conflict.views.js'
import {
  renderEnterprisePage,
  currentVocabulary,
  type EnterprisePageContext,
  type EnterpriseHandler,
} from './enterprise-page.js'
import { fieldText, submittedFields, formVersion, type SubmittedFields } from './submitted-fields.js'
import { readSection } from './profile.form.js'
import { contradictionRows, factFields, factRow, sectionRows } from './profile.views.js'

/** `GET /enterprise/profile`: every section with its facts, their sources and dates. */
export const showProfile: EnterpriseHandler = async (desk, _req, res) => {
  const { enterprise, enterprises, reference, today } = desk
  const names = await currentVocabulary(desk)
  const completeness = enterprises.completenessOf(enterprise)
  const derived = deriveFacts(factsOf(enterprise, null, today).facts, reference.sizeBands)
  const sections = SECTIONS.map(({ id, title, items }) => ({
    id,
    title,
    href: paths.enterpriseSection({ section: id }),
    rows: items.map((item) => factRow(item, enterprise, derived, names)),
  }))
  renderEnterprisePage(
    res,
    'profile',
    desk,
    { title: '企业画像', tab: 'profile' },
    {
      sections,
      progress: sectionRows(completeness),
      contradictions: contradictionRows(enterprise, names, findItem),
    },
  )
}

/** `GET /enterprise/profile/:section`: one section to be filled in. */
export const editSection: EnterpriseHandler = async (desk, req, res) => {
  await sectionPage(desk, sectionIn(req.params.section), null, [], res)
}

/** `POST /enterprise/profile/:section`: saves it, searches an industry inside it, or says what has to be mended. */
export const saveSection: EnterpriseHandler = async (desk, req, res) => {
  const section = sectionIn(req.params.section)
  const { enterprise, enterprises, reference, today, by } = desk
  const names = await currentVocabulary(desk)
  const form = readSection(req.body, { section, entries: enterprise.facts, today, reference, names })
  if (form.kind !== 'lines') {
    if (form.kind === 'faults') res.status(422)
    await sectionPage(desk, section, form.sent, form.kind === 'faults' ? form.faults : [], res)
    return
  }
  const declared = { section: section.id, version: formVersion(form.sent), lines: form.lines }
  const saved = await enterprises.declareFacts(enterprise.id, declared, by)
  if (!saved.ok) {
    res.status(409)
    const conflict = sectionConflict({ section, current: saved.current, lines: form.lines, sent: form.sent, names })
    renderEnterprisePage(res, 'conflict', desk, { title: '有人刚改过这一部分', tab: 'profile' }, conflict)
    return
  }
  const place = SECTIONS.indexOf(section)
  const next = fieldText(form.sent, 'then') === 'next' ? SECTIONS[place + 1] : undefined
  res.redirect(303, next ? paths.enterpriseSection({ section: next.id }) : paths.enterpriseProfile({}))
}

/** `POST /enterprise/findings`: takes over what a register says of one fact. */
export const adoptFinding: EnterpriseHandler = async ({ enterprise, enterprises, by }, req, res) => {
  const sent = submittedFields(req.body, (name) => name === 'fact' || name === 'register')
  if (sent === null) throw new NotFound()
  const chosen = { fact: fieldText(sent, 'fact'), register: fieldText(sent, 'register') }
  const item = findItem(chosen.fact)
  if (item === null) throw new NotFound()
  await enterprises.adoptFinding(enterprise.id, chosen, by)
  const section = SECTIONS.find(({ items }) => items.includes(item))
  res.redirect(303, section ? paths.enterpriseSection({ section: section.id }) : paths.enterpriseProfile({}))
}

function sectionIn(id: unknown): ProfileSection {
  const section = typeof id === 'string' ? findSection(id) : null
  if (section === null) throw new NotFound()
  return section
}

async function sectionPage(
  desk: EnterprisePageContext,
  section: ProfileSection,
  sent: SubmittedFields | null,
  faults: readonly FormFault[],
  res: Parameters<EnterpriseHandler>[2],
): Promise<void> {
  const { enterprise, enterprises, reference } = desk
  const evidence = await enterprises.evidenceOf(enterprise.id)
  const names = await currentVocabulary(desk)
  const place = SECTIONS.indexOf(section)
  renderEnterprisePage(
    res,
    'section',
    desk,
    { title: section.title, tab: 'profile' },
    {
      heading: section.title,
      action: paths.enterpriseSection({ section: section.id }),
      version: sent === null ? enterprise.version : formVersion(sent),
      fields: factFields({ section, enterprise, evidence, sent, faults, reference, names }),
      faults,
      hasNext: place < SECTIONS.length - 1,
      hasEvidence: evidence.length > 0,
      sections: SECTIONS.map(({ id, title }) => ({
        title,
        href: paths.enterpriseSection({ section: id }),
        current: id === section.id,
      })),
    },
  )
}
