import { formatDate, chinaDay } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import type { Completeness } from '../rules/completeness.js'
import type { Enterprise, EnterpriseStatus } from '../rules/enterprise.js'
import { findItem } from '../rules/profile-items.js'
import {
  renderEnterprisePage,
  currentVocabulary,
  type EnterprisePageContext,
  type EnterpriseHandler,
} from './enterprise-page.js'
import { fieldText, submittedFields } from './submitted-fields.js'
import { needRow } from './need.page.js'
import { contradictionRows, sectionRows } from './profile.views.js'

const STATUS: Readonly<Record<Exclude<EnterpriseStatus, 'closed'>, { readonly word: string; readonly css: string }>> = {
  pending: { word: '待审核', css: 'unknown' },
  approved: { word: '已通过审核', css: 'pass' },
  returned: { word: '已退回', css: 'fail' },
}

/** `GET /enterprise`: where things stand and what to do next. */
export const showHome: EnterpriseHandler = (desk, _req, res) => homePage(desk, '', res)

/** `POST /enterprise/resubmission`: the owner mends what the centre named. */
export const resubmit: EnterpriseHandler = async (desk, req, res) => {
  const { enterprise, enterprises, by } = desk
  const sent = submittedFields(req.body, (name) => name === 'name')
  if (sent === null) throw new NotFound()
  const name = fieldText(sent, 'name')
  if (name.length < 2 || name.length > 100) {
    res.status(422)
    await homePage(desk, '企业名称：请按营业执照填写，2 到 100 个字', res)
    return
  }
  await enterprises.resubmit(enterprise.id, name, by)
  res.redirect(303, paths.enterprise({}))
}

async function homePage(
  desk: EnterprisePageContext,
  nameFault: string,
  res: Parameters<EnterpriseHandler>[2],
): Promise<void> {
  const { enterprise, enterprises } = desk
  const completeness = enterprises.completenessOf(enterprise)
  const needs = (await enterprises.needsOf(enterprise.id)).filter(({ status }) => status === 'open')
  const contradictions = contradictionRows(enterprise, await currentVocabulary(desk), findItem)
  const applications = await desk.applications.latestOf(enterprise.id)
  const waiting = applications.find(({ waits }) => waits)
  renderEnterprisePage(
    res,
    'desk',
    desk,
    { title: '企业工作台', tab: 'desk' },
    {
      status: enterprise.status === 'closed' ? null : STATUS[enterprise.status],
      returned:
        enterprise.status === 'returned'
          ? { reason: enterprise.returnedReason ?? '', action: paths.enterpriseResubmission({}) }
          : null,
      nameFault,
      faults: nameFault ? [{ href: '#f-name', message: nameFault }] : [],
      creditCode: enterprise.creditCode,
      registered: formatDate(chinaDay(enterprise.registeredAt)),
      completeness: { ...completeness, words: `${completeness.answered} / ${completeness.relevant} 项` },
      sections: sectionRows(completeness),
      contradictions,
      needs: await Promise.all(needs.slice(0, 5).map((need) => needRow(desk, need))),
      newNeed: paths.enterpriseNewNeed({}),
      applications,
      applicationsHref: paths.enterpriseApplications({}),
      next: waiting
        ? { text: `${waiting.name}在等您办理：${waiting.state}。`, href: waiting.href, button: '去办理' }
        : nextStep(enterprise, completeness, needs.length, contradictions.length),
    },
  )
}

/** The one thing that helps most now. */
function nextStep(enterprise: Enterprise, { sections }: Completeness, needs: number, contradictions: number) {
  if (enterprise.status === 'returned')
    return { text: '按退回理由改正后重新提交。', href: '#returned', button: '查看理由' }
  if (contradictions > 0)
    return { text: '有内容与名录不一致，请核对。', href: paths.enterpriseProfile({}), button: '去核对' }
  const open = sections.find(({ answered, relevant }) => answered < relevant)
  if (needs === 0)
    return {
      text: '写下第一项融资需求，一次点击就能看到匹配结果。',
      href: paths.enterpriseNewNeed({}),
      button: '添加需求',
    }
  if (open === undefined)
    return { text: '资料已经填完，变动时随手更新即可。', href: paths.enterpriseNeeds({}), button: '看融资需求' }
  const href = open.id === 'figures' ? paths.enterpriseFigures({}) : paths.enterpriseSection({ section: open.id })
  return {
    text: `补齐“${open.title}”，还差 ${open.relevant - open.answered} 项，待补充的产品会随之减少。`,
    href,
    button: '去填写',
  }
}
