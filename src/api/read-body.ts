import express, { type RequestHandler } from 'express'
import { PageError } from '../web/errors.js'

/** Takes a JSON body as bytes, so that its encoding and repeated keys can be judged; anything else is 415. */
export function rawJson(limitBytes: number): readonly RequestHandler[] {
  const requireJson: RequestHandler = (req, _res, next) => {
    if (req.is('application/json') === 'application/json') next()
    else throw new PageError(415, '内容类型不受支持', '请用 Content-Type: application/json 发送 UTF-8 编码的 JSON。')
  }
  return [requireJson, express.raw({ type: 'application/json', limit: limitBytes })]
}
