import { readConfig } from '../../src/config.js'
import { createDeps } from '../../src/deps.js'
import { newRecordId, openDatabase } from '../../src/db/index.js'
import { createLogger } from '../../src/log/index.js'
import { today } from '../support/app.js'
import { applicant, submission, wan } from './applying.js'

/**
 * The process that is killed: serves a folder of its own, and submits requests one after the other, some in the hall,
 * some with a thing pledged, printing each once it has been acknowledged. Started with the folder as its argument.
 */
const [dataDir = ''] = process.argv.slice(2)
const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: dataDir })
const log = createLogger(config)
const db = await openDatabase(config, log)
const deps = await createDeps({ config, log, db, now: () => today })
const test = { deps } as Parameters<typeof applicant>[0]
const who = await applicant(test, { amountFen: wan(1000) })
const one = await submission(test, who, { amountFen: wan(1) })
process.stdout.write('ready\n')
for (let n = 0; ; n += 1) {
  const outcome = await deps.requests.submit(
    who.enterpriseId,
    {
      ...one,
      key: newRecordId(),
      channel: n % 3 === 2 ? 'hall' : 'directed',
      securities: [{ kind: '设备', reference: `设备 ${who.need.id} ${n}`, valueFen: wan(1), pledgedFen: null }],
    },
    who.mover,
  )
  process.stdout.write(outcome.ok ? `sent ${outcome.request.id}\n` : `refused ${JSON.stringify(outcome.faults)}\n`)
}
