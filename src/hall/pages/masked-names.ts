import type { Application, MoveRecord, FinancingRequest } from '../../applications/index.js'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import { literally } from '../../kernel/text.js'

const SAMPLE_BANK = '示例机构'
/** Shown on top of pages with sample data. */
export const SAMPLE_STRIP = '其中的机构和产品一律以“示例机构”“示例产品”代替，也不代表任何真实机构。'
const SAMPLE_PRODUCT = '示例产品'

type SampleFlag = Pick<Application, 'isSample'>

/**
 * The name of an application's bank on the bureau's pages. A sample application shows the same placeholder for every bank,
 * so that nothing it says can be attributed to a real one.
 */
export const maskedBank = ({ isSample, bankName }: SampleFlag & Pick<Application, 'bankName'>): string =>
  isSample ? SAMPLE_BANK : (bankName ?? '')

/** The name of an application's product, masked on samples because a product name can identify its bank. */
export const maskedProduct = ({ isSample, productName }: SampleFlag & Pick<Application, 'productName'>): string =>
  isSample && productName !== null ? SAMPLE_PRODUCT : (productName ?? '')

/** The name of the officer in charge, masked on samples. */
export const maskedOfficer = ({ isSample, officerName }: SampleFlag & Pick<Application, 'officerName'>): string =>
  officerName === null ? '未分配' : isSample ? '示例人员' : officerName

/** The name of the person who made a move; empty for a bank's move on a sample. */
export const maskedPerson = ({ isSample }: SampleFlag, { kind, name }: MoveRecord['by']): string =>
  isSample && (kind === 'officer' || kind === 'manager') ? '' : name

/** The names of a bank and its products in the dispatch form; numbered placeholders on samples. @param place from 0 */
export const maskedChoice = (
  { isSample }: Pick<FinancingRequest, 'isSample'>,
  name: string,
  place: number,
): { readonly bank: string; readonly productOf: (name: string, place: number) => string } =>
  isSample
    ? { bank: `${SAMPLE_BANK} ${place + 1}`, productOf: (_, at) => `${SAMPLE_PRODUCT} ${at + 1}` }
    : { bank: name, productOf: (own) => own }

/**
 * A function that masks free text (a title, a reason) about a request. On a sample it replaces the banks of the catalogue
 * and of the request, and the matched products; other names are not recognised.
 */
export async function nameMaskFor(
  { catalogue }: { readonly catalogue: CurrentCatalogue },
  { isSample, products }: Pick<FinancingRequest, 'isSample' | 'products'>,
): Promise<(text: string) => string> {
  if (!isSample) return (text) => text
  const listed = [...(await catalogue.current()).banks.values()]
  const banks = [
    ...listed
      .flatMap(({ name, shortName }) => [name, `${shortName}银行`, shortName])
      .filter((one) => one.endsWith('行')),
    ...products.map(({ bankName }) => bankName),
  ]
  // 建设银行 means 中国建设银行, but 中国银行 has no shorter form.
  const shortened = banks.map((name) => name.replace(/^中国/, '')).filter((name) => name !== '银行')
  const ofBanks = anyOf([...banks, ...shortened], '(?!业|为|动)')
  const ofProducts = anyOf(products.map(({ productName }) => productName))
  return (text) => text.replace(ofProducts, SAMPLE_PRODUCT).replace(ofBanks, SAMPLE_BANK)
}

/** Matches any of the names, the longest first. @param unless what may not follow: 施工行业 is not 工行 */
const anyOf = (names: readonly string[], unless = ''): RegExp => {
  const longestFirst = [...new Set(names)].filter(Boolean).sort((a, b) => b.length - a.length)
  if (longestFirst.length === 0) return /(?!)/
  return new RegExp(`(?:${longestFirst.map(literally).join('|')})${unless}`, 'g')
}
