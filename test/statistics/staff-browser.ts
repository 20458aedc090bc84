import type { CheerioAPI } from 'cheerio'
import { loadPage } from '../support/load-page.js'
import supertest from 'supertest'
import type { TestApp } from '../support/app.js'
import { openPerson, password } from '../support/people.js'
import type { Role } from '../../src/kernel/roles.js'

/** Someone signed in who sends files and takes files, as a browser would. */
export async function staffAt(test: TestApp, role: Role) {
  const { email } = await openPerson(test, role)
  const agent = supertest.agent(test.app)
  const load = async (address: string): Promise<CheerioAPI> => loadPage((await agent.get(address).expect(200)).text)
  const post = (address: string, fields: Readonly<Record<string, string>>) =>
    agent.post(address).set('Sec-Fetch-Site', 'same-origin').type('form').send(new URLSearchParams(fields).toString())
  const $ = await load('/sign-in')
  await post('/sign-in', { _csrf: String($('#sign-in [name=_csrf]').val()), email, password }).expect(303)
  return {
    open: load,
    post,
    /** Sends a form of an open page with what stands in it and what is filled in. */
    submit(page: CheerioAPI, selector: string, fields: Readonly<Record<string, string>> = {}) {
      const form = page(selector)
      const standing = Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value]))
      return post(form.attr('action') ?? '', { ...standing, ...fields })
    },
    async upload(address: string, bytes: Buffer, name = '清单.xlsx') {
      const page = await load(address)
      return agent
        .post(address)
        .set('Sec-Fetch-Site', 'same-origin')
        .field('_csrf', String(page('#upload [name=_csrf]').val()))
        .attach('file', bytes, { filename: name, contentType: 'application/octet-stream' })
    },
    async download(address: string): Promise<Buffer> {
      const response = await agent.get(address).buffer(true).parse(collect).expect(200)
      return response.body as Buffer
    },
  }
}

function collect(response: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const pieces: Buffer[] = []
  const stream = response as NodeJS.ReadableStream
  stream.on('data', (piece: Buffer) => pieces.push(piece))
  stream.on('end', () => done(null, Buffer.concat(pieces)))
}

/** What a page says, without markup and with single blanks. */
export const wordsOf = ($: CheerioAPI): string => $('main').text().replace(/\s+/g, ' ')
