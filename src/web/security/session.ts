import { createHash } from 'node:crypto'
import session from 'express-session'
import MongoStore from 'connect-mongo'
import type { RequestHandler } from 'express'
import type { Connection } from 'mongoose'

const sessionCollection = 'sessions'

/** Lets the database remove sessions that have expired. */
export async function sessionIndex(connection: Connection): Promise<void> {
  await connection.collection(sessionCollection).createIndex({ expires: 1 }, { expireAfterSeconds: 0 })
}

/** Sessions in the database, so that any number of processes can serve; none is made before a page needs one. */
export function sessions(connection: Connection, options: { secret: string; https: boolean }): RequestHandler {
  return session({
    name: options.https ? '__Host-lueqiao' : 'lueqiao',
    secret: options.secret,
    resave: false,
    saveUninitialized: false,
    store: MongoStore.create({
      client: connection.getClient(),
      dbName: connection.name,
      collectionName: sessionCollection,
      ttl: 12 * 60 * 60,
      touchAfter: 10 * 60,
      // As a document, so that the sessions of one account can be found.
      stringify: false,
      // Who reads the database finds no cookie in it.
      transformId: storedSessionId,
      // The index that removes old sessions is made with all others, before the site opens: see sessionIndex.
      autoRemove: 'disabled',
    }),
    cookie: { httpOnly: true, sameSite: 'lax', secure: options.https, path: '/' },
  })
}

/** The name under which a session is kept: not the secret that the cookie carries. */
export const storedSessionId = (id: string): string => createHash('sha256').update(id).digest('hex')
