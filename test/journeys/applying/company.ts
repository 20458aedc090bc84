import assert from 'node:assert/strict'
import type { CheerioAPI } from 'cheerio'
import { pdf } from '../../files/sample-files.js'
import type { Actor, Stage } from './stage.js'

/** A product that the choice offers. */
export type Offered = { readonly productId: string; readonly bankId: string; readonly bankName: string }

/** An enterprise that is approved, has its licence uploaded and a need that is matched: all by forms. */
export class Company {
  private constructor(
    readonly owner: Actor,
    readonly name: string,
    readonly needId: string,
  ) {}

  /** @param need fields of the form of a need that differ from a loan of a hundred 万元 against a house */
  static async setOut(stage: Stage, given: { owner?: string; need?: Readonly<Record<string, string>> } = {}) {
    const owner = await stage.actor('owner', given.owner ?? '王芳')
    const centre = stage.people.find(({ person }) => person.role === 'administrator')
    const clerk = centre ?? (await stage.actor('administrator', '中心管理员'))
    await clerk.send(await clerk.open(`/centre/enterprises/${owner.person.organisation.id}`), '#approval')
    for (const name of ['营业执照.pdf', '财务报表.pdf']) {
      const page = await owner.open('/enterprise/evidence')
      await owner.upload(page, 'form[enctype]', { name, bytes: pdf(name === '营业执照.pdf' ? '' : '/Lang (zh)') })
    }
    const form = await owner.open('/enterprise/needs/new')
    const house = form('input[name=securities][value=房产]').closest('li').find('input[name^=security-]').attr('name')
    const address = await owner.send(form, 'form[action="/enterprise/needs"]', {
      ...{ then: 'match', title: '日常流动资金', amount: '100', termMonths: '12', purpose: '流动资金' },
      ...{ greenState: 'none', securities: ['房产'], [house ?? '']: '150' },
      ...given.need,
    })
    const { name } = await stage.test.deps.enterprises.get('all', owner.person.organisation.id)
    return new Company(owner, name, address.split('/').at(-1)?.split('?')[0] ?? '')
  }

  /** The form that chooses to whom a request goes. */
  choice(): Promise<CheerioAPI> {
    return this.owner.open(`/enterprise/applications/new?need=${this.needId}`)
  }

  /** One product a bank, of those that the choice offers and whose published limits take the need, or some of it. */
  async banksOnOffer(stage: Stage, wan = 100, months = 12): Promise<readonly Offered[]> {
    const { products } = await stage.test.deps.catalogue.current()
    const $ = await this.choice()
    const found = $('[name=products]')
      .toArray()
      .flatMap((box): Offered[] => {
        const product = products.get($(box).attr('value') ?? '')
        const [bankName = ''] = $(box).closest('label').text().trim().split('，')
        const { amount, term } = product ?? {}
        const takes = (amount?.minWan ?? 0) <= wan / 5 && (amount?.maxWan ?? 1e9) >= wan
        const lasts = (term?.minMonths ?? 0) <= months && (term?.maxMonths ?? 999) >= months
        return product && takes && lasts ? [{ productId: product.id, bankId: product.bank, bankName }] : []
      })
    return [...new Map(found.toReversed().map((one) => [one.bankId, one])).values()].toReversed()
  }

  /** Chooses, and answers the address of the draft. @param products none for the hall */
  async begin(products: readonly Offered[]): Promise<string> {
    const channel = products.length === 0 ? 'hall' : 'directed'
    return this.owner.send(await this.choice(), 'main form:has([name=channel])', {
      channel,
      products: products.map(({ productId }) => productId),
    })
  }

  /** Fields of a draft filled in as a careful person would. */
  filled($: CheerioAPI, given: Readonly<Record<string, string | readonly string[]>> = {}) {
    const papers = $('select[name^=doc-]').toArray()
    const licence = $('option:contains("营业执照.pdf")').first().attr('value') ?? ''
    assert.notEqual(licence, '', 'the licence cannot be chosen')
    return {
      firstLoan: 'no',
      agreed: $('[name=agreed]')
        .toArray()
        .map((box) => $(box).attr('value') ?? ''),
      ...($('[name=agreedHall]').length > 0 && { agreedHall: '1' }),
      'ref-1': '兵（2024）石河子市不动产权第0001号',
      ...Object.fromEntries(papers.map((select) => [$(select).attr('name') ?? '', licence])),
      then: 'submit',
      ...given,
    }
  }

  /** Fills the draft in and submits it; answers the address of the first application. */
  async submit(draft: string, given: Readonly<Record<string, string | readonly string[]>> = {}): Promise<string> {
    const $ = await this.owner.open(draft)
    return this.owner.send($, 'main form:has([name=amount])', this.filled($, given))
  }

  /** The address of this enterprise's application to a bank, found from any of the same request. */
  async applicationAt(first: string, bankName: string): Promise<string> {
    const $ = await this.owner.open(first)
    const own = $(`nav.tabs a:contains("${bankName}")`).attr('href')
    return own ?? first
  }
}

export const idIn = (address: string): string => /[a-f0-9]{24}|[A-Za-z0-9_-]{24}/.exec(address)?.[0] ?? ''
