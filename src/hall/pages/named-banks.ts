import type { Application, MoveRecord, FinancingRequest } from '../../applications/index.js'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import { literally } from '../../kernel/text.js'

const SAMPLE_BANK = '示例机构'
/** Told on top of a page that shows what was invented. */
export const SAMPLE_STRIP = '其中的机构和产品一律以“示例机构”“示例产品”代替，也不代表任何真实机构。'
const SAMPLE_PRODUCT = '示例产品'

type Invented = Pick<Application, 'isSample'>

/**
 * What the bureau's pages call the bank of an application. No bank did what an invented application says of it, so that
 * there it has no name, and no letter either: nothing on these pages can be matched with a name seen elsewhere.
 */
export const bankOf = ({ isSample, bankName }: Invented & Pick<Application, 'bankName'>): string =>
  isSample ? SAMPLE_BANK : (bankName ?? '')

/** The product of an application; one that a bank publishes under a name of its own would name the bank. */
export const productOf = ({ isSample, productName }: Invented & Pick<Application, 'productName'>): string =>
  isSample && productName !== null ? SAMPLE_PRODUCT : (productName ?? '')

/** The person in charge at the bank. Somebody real must not stand beside what was invented either. */
export const officerOf = ({ isSample, officerName }: Invented & Pick<Application, 'officerName'>): string =>
  officerName === null ? '未分配' : isSample ? '示例人员' : officerName

/** Who made a move, as a person: nobody by name where the move is a bank's and was invented. */
export const personOf = ({ isSample }: Invented, { kind, name }: MoveRecord['by']): string =>
  isSample && (kind === 'officer' || kind === 'manager') ? '' : name

/** The choice of a bank for an invented request: told apart by a number, on this page only. @param place from 0 */
export const choiceOf = (
  { isSample }: Pick<FinancingRequest, 'isSample'>,
  name: string,
  place: number,
): { readonly bank: string; readonly productOf: (name: string, place: number) => string } =>
  isSample
    ? { bank: `${SAMPLE_BANK} ${place + 1}`, productOf: (_, at) => `${SAMPLE_PRODUCT} ${at + 1}` }
    : { bank: name, productOf: (own) => own }

/**
 * Free text (a title, a reason) about a request: of an invented one with every bank that the catalogue or the request
 * knows, and the products that were matched, taken out of it. Names that nobody published cannot be found in it.
 */
export async function textOf(
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
  // 建设银行 is 中国建设银行; of 中国银行 only the whole is a name.
  const shortened = banks.map((name) => name.replace(/^中国/, '')).filter((name) => name !== '银行')
  const ofBanks = anyOf([...banks, ...shortened], '(?!业|为|动)')
  const ofProducts = anyOf(products.map(({ productName }) => productName))
  return (text) => text.replace(ofProducts, SAMPLE_PRODUCT).replace(ofBanks, SAMPLE_BANK)
}

/** Any of the names, the longest first. @param unless what may not follow: 施工行业 is not 工行 */
const anyOf = (names: readonly string[], unless = ''): RegExp => {
  const longestFirst = [...new Set(names)].filter(Boolean).sort((a, b) => b.length - a.length)
  if (longestFirst.length === 0) return /(?!)/
  return new RegExp(`(?:${longestFirst.map(literally).join('|')})${unless}`, 'g')
}
