import { paths } from '../../paths.js'
import type { PageView } from '../../web/page.js'
import type { Bank } from '@lueqiao/matching-engine'
import { isInstitutionDisclosed } from '../rules/institution.js'
import { sortProducts } from '../listing/sort-products.js'
import type { CatalogueSnapshot } from '../data/current-catalogue.js'
import { cardView, type CardView } from './product-card.views.js'

type InstitutionRow = {
  readonly href: string
  readonly name: string
  readonly kind: string
  readonly branch: string
  readonly products: number
  readonly green: number
}

export type InstitutionListView = PageView & {
  readonly lead: string
  readonly rows: readonly InstitutionRow[]
  /** Products whose institution no source names. */
  readonly undisclosed: readonly { readonly name: string; readonly href: string }[]
  readonly versionNote: string
}

export type InstitutionView = PageView & {
  readonly lead: string
  readonly branch: string
  readonly agreement: string
  readonly cards: readonly CardView[]
  readonly listHref: string
  readonly undisclosed: readonly { readonly name: string; readonly href: string }[]
}

const branchNote = '分行名称多为泛称，以银行确认为准。'

export function institutionListView({ catalogue, version }: CatalogueSnapshot): InstitutionListView {
  const disclosed = catalogue.products.filter(isInstitutionDisclosed)
  const rows = catalogue.banks.map((bank) => {
    const own = disclosed.filter((product) => product.bank === bank.id)
    const green = own.filter((product) => product.isGreen).length
    const href = paths.institution({ id: bank.id })
    return { href, name: bank.name, kind: bank.kind, branch: bank.xpccBranch, products: own.length, green }
  })
  return {
    title: '合作机构',
    section: 'products',
    strip: '示例数据：产品与机构见于公开资料，是否在兵团办理待银行逐一确认。',
    lead: `${version.counts.banks} 家机构，${version.counts.products} 个产品。${branchNote}`,
    rows: rows.sort((a, b) => b.products - a.products),
    undisclosed: catalogue.products.filter((product) => !isInstitutionDisclosed(product)).map(nameAndHref),
    versionNote: `目录第 ${version.number} 版，资料截至 ${version.asOf}，编号 ${version.version}`,
  }
}

export function institutionView({ banks, productIndex }: CatalogueSnapshot, bank: Bank): InstitutionView {
  const listed = productIndex.items.filter((item) => item.product.bank === bank.id)
  const own = listed.filter((item) => isInstitutionDisclosed(item.product))
  return {
    title: bank.name,
    section: 'products',
    strip: '示例数据：标“示例”的条款待银行确认，不代表银行口径。',
    lead: `${bank.kind}，目录中有 ${own.length} 个产品。`,
    branch: `${bank.xpccBranch}。${branchNote}`,
    agreement: bank.agreement === null ? '未公布' : '已登记',
    cards: sortProducts(own, 'basis').map((item) => cardView(item, banks)),
    listHref: paths.products({}, { bank: [bank.id] }),
    undisclosed: listed.filter((item) => !own.includes(item)).map((item) => nameAndHref(item.product)),
  }
}

const nameAndHref = ({ id, name }: { readonly id: string; readonly name: string }) => ({
  name,
  href: paths.product({ id }),
})
