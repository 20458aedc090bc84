// The baseline of the page bench: Express with one route that sends given bytes from memory and nothing else.
import express from 'express'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

/** What the parent process sends first: the page, and whether to send it compressed. */
export type Page = { readonly html: string; readonly gzip: boolean }

process.once('message', ({ html, gzip }: Page) => {
  const plain = Buffer.from(html)
  const body = gzip ? gzipSync(plain) : plain
  const app = express()
  app.get('/', (_req, res) => {
    if (gzip) res.set('Content-Encoding', 'gzip')
    res.type('html').send(body)
  })
  const server = app.listen(0, '127.0.0.1', () => {
    console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
})
