import { formatDate } from '../../kernel/dates.js'
import type { Bank, Catalogue, Product } from '@lueqiao/matching-engine'
import type { TableOrigin } from '../../reference/index.js'
import type { PageView } from '../../web/page.js'
import { REPORTED_SOURCE } from '../reported-figures.js'
import { TABLE_NOTES, type TableNote } from './table-notes.js'

/** The fields of the catalogue in force that this page needs. */
export type CatalogueInForce = Pick<Catalogue, 'version' | 'asOf'> & {
  readonly banks: readonly Pick<Bank, 'id'>[]
  readonly products: readonly Pick<Product, 'confidence'>[]
}

export type DataView = PageView & {
  readonly catalogue: { readonly sentence: string; readonly version: string }
  readonly confidences: readonly { readonly word: string; readonly meaning: string; readonly count: string }[]
  readonly tables: readonly (TableNote & { readonly date: string })[]
  readonly reportedSource: string
}

const CONFIDENCES = [
  {
    confidence: 'published',
    word: '公开条款',
    meaning: '主要条件见于公开资料；个别数字和条件仍可能是示例，页面逐项标明。',
  },
  {
    confidence: 'partial',
    word: '部分公开',
    meaning: '只有一部分条件见于公开资料，其余按同类产品惯例补写，标为示例。',
  },
  {
    confidence: 'illustrative',
    word: '示例条款',
    meaning: '公开资料只有品名，条件全部为示例，待机构确认。',
  },
] as const

/** The page of data sources: the origin of every table, and how far the terms of the products are public. */
export function dataView(catalogue: CatalogueInForce, origins: readonly TableOrigin[]): DataView {
  const { asOf, banks, products, version } = catalogue
  const count = (confidence: Product['confidence']) => products.filter((one) => one.confidence === confidence).length
  return {
    title: '数据来源与示例说明',
    catalogue: {
      version,
      sentence: `现行目录收录 ${banks.length} 家机构的 ${products.length} 款产品，整理日期 ${formatDate(asOf)}。`,
    },
    confidences: CONFIDENCES.map(({ confidence, ...words }) => ({ ...words, count: `${count(confidence)} 款` })),
    tables: origins.map(({ name, asOf: date }) => ({
      mind: '',
      ...TABLE_NOTES[name],
      date: formatDate(date.slice(0, 10)),
    })),
    reportedSource: REPORTED_SOURCE,
  }
}
