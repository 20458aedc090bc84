import assert from 'node:assert/strict'
import { pageErrorOf } from '../../src/error-pages.js'
import { Invalid } from '../../src/web/errors.js'

type Refusal = { readonly status?: number; readonly message?: RegExp; readonly title?: RegExp }

/** For `assert.rejects`: the error is a refusal whose page has this status, title and sentence. */
export const refusedWith =
  ({ status = 409, message = /./, title = /./ }: Refusal) =>
  (error: unknown): true => {
    const page = pageErrorOf(error)
    if (page === null) throw error
    assert.equal(page.status, status)
    assert.match(page.title, title)
    assert.match(page.publicMessage, message)
    return true
  }

/** For `assert.rejects`: what was asked for does not exist for whoever asked. */
export const notFound = refusedWith({ status: 404 })

/** For `assert.rejects`: the sentence of the refusal, or one of its field faults, matches. */
export const refusalMatching =
  (sentence: RegExp) =>
  (error: unknown): true => {
    const page = pageErrorOf(error)
    if (page === null) throw error
    const faults = page instanceof Invalid ? page.faults.map(({ message }) => message) : []
    assert.match([page.publicMessage, ...faults].join('\n'), sentence)
    return true
  }
