import { createInterface } from 'node:readline'
import { readConfig } from '../../src/config.js'
import { openDatabase } from '../../src/db/index.js'
import { createDeps } from '../../src/deps.js'
import { createLogger } from '../../src/log/index.js'

/**
 * A process of its own that serves the data folder of its first argument and decides, as an officer of a bank, every
 * application that is named to it on its standard input: it says `deciding` before and `decided` after each.
 */
const [dataDir = '', officer = '{}'] = process.argv.slice(2)
const user = JSON.parse(officer) as Express.User
const say = (line: string) => process.stdout.write(`${line}\n`)
const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: dataDir })
const log = createLogger(config)
const db = await openDatabase(config, log)
const { review, applications } = await createDeps({ config, log, db, now: () => new Date('2026-11-23T02:00:00Z') })

async function decide(id: string, place: number): Promise<void> {
  const { version } = await applications.get('all', id)
  say(`deciding ${id}`)
  const decision = { amountFen: 40_000_000, rateBp: 345, months: 12, conditions: '登记后放款' }
  const refusal = {
    code: 'other',
    text: '与本行今年的投向不一致。',
    condition: null,
    wayOn: '可投向其他银行。',
  } as const
  await review.decide(
    { user, id, shown: version },
    place % 2 === 0 ? { kind: 'approve', decision } : { kind: 'decline', refusal },
  )
  say(`decided ${id}`)
}

createInterface({ input: process.stdin }).on('line', (line) => {
  void (async () => {
    for (const [place, id] of line.split(' ').entries()) await decide(id, place)
    say('done')
  })()
})
say('ready')
