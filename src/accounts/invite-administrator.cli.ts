import { auditLog } from '../audit/index.js'
import type { CliMain } from '../cli.js'
import { ensureIndexes, openDatabase } from '../db/index.js'
import { createLogger } from '../log/index.js'
import { mailService } from '../notices/index.js'
import { accountsService } from './accounts.service.js'
import { email as emailField } from './pages/fields.form.js'

/** `npm run invite:administrator -- EMAIL`: prints a link that makes its reader an administrator; for the first one. */
export const main: CliMain = async (argv, io) => {
  const read = emailField.safeParse(argv[0])
  if (argv.length !== 1 || !read.success) {
    io.stderr.write('Usage: npm run invite:administrator -- EMAIL\n')
    return 2
  }
  const now = () => new Date()
  const log = createLogger({ logLevel: 'silent' })
  const db = await openDatabase(io.config, log, { attach: true })
  try {
    const { connection } = db
    const audit = auditLog(connection, now)
    const mail = mailService({ connection, config: io.config, log, now })
    const accounts = accountsService({ connection, now, config: io.config, audit, mail, enterprises: noRegister })
    await ensureIndexes(connection)
    io.stdout.write(`${await accounts.inviteAdministrator(read.data)}\n`)
    return 0
  } finally {
    await db.close()
  }
}

/** Enterprises sign up on the site, not by this command. */
const noRegister = {
  findByCreditCode: () => Promise.resolve(null),
  register: () => Promise.reject(new Error('No enterprise is entered by this command.')),
}
