import type { MenuItem } from '../kernel/menu-item.js'
import { enterprisePaths } from './enterprises.paths.js'

/** The entries of this room in the menus of its audiences. */
export const enterpriseMenu = [
  { audience: 'enterprise', id: 'desk', text: '工作台', href: enterprisePaths.enterprise({}), position: 10 },
  {
    audience: 'enterprise',
    id: 'profile',
    text: '企业画像',
    href: enterprisePaths.enterpriseProfile({}),
    position: 20,
  },
  {
    audience: 'enterprise',
    id: 'figures',
    text: '年度数据',
    href: enterprisePaths.enterpriseFigures({}),
    position: 30,
  },
  {
    audience: 'enterprise',
    id: 'evidence',
    text: '证明材料',
    href: enterprisePaths.enterpriseEvidence({}),
    position: 40,
  },
  { audience: 'enterprise', id: 'needs', text: '融资需求', href: enterprisePaths.enterpriseNeeds({}), position: 50 },
  { audience: 'enterprise', id: 'consents', text: '授权', href: enterprisePaths.enterpriseConsents({}), position: 100 },
  { audience: 'enterprise', id: 'data', text: '数据与注销', href: enterprisePaths.enterpriseData({}), position: 110 },
] as const satisfies readonly MenuItem[]
