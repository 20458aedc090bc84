// The baseline of the page bench: Express with one route that sends given bytes from memory and nothing else.
import express from 'express'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

const encoding = process.env.ENCODING ?? 'identity'
const plain = Buffer.from(process.env.BODY ?? '', 'base64')
const body = encoding === 'gzip' ? gzipSync(plain) : plain

const app = express()
app.get('/', (_req, res) => {
  if (encoding === 'gzip') res.set('Content-Encoding', 'gzip')
  res.type('html').send(body)
})
const server = app.listen(0, '127.0.0.1', () => {
  console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
