import type { CliIo, CliMain } from '../cli.js'
import { ensureIndexes, openDatabase } from '../db/index.js'
import { createLogger } from '../log/index.js'
import { loadReference, openReference, referenceStore } from '../reference/index.js'
import { catalogueStore } from './data/catalogue.store.js'
import { MAX_FILE_BYTES } from './import/read-json.js'
import { importCatalogue, type ImportOutcome } from './import/import-catalogue.js'
import { readInput } from '../read-input.js'

const usage = '用法：npm run import:catalogue -- [--dry-run] 文件.json（或用 - 从标准输入读取）\n'

/**
 * `npm run import:catalogue -- [--dry-run] FILE`: imports a catalogue file. A file with faults writes nothing and lists
 * all of them. A dry run checks and writes nothing.
 */
export const main: CliMain = async (argv, io) => {
  const dryRun = argv.includes('--dry-run')
  const [file, ...rest] = argv.filter((one) => one !== '--dry-run')
  if (file === undefined || rest.length > 0) {
    io.stderr.write(usage)
    return 2
  }
  const input = await readInput(file, io.stdin, MAX_FILE_BYTES)
  if (!input.ok) {
    io.stderr.write(`${input.error}\n`)
    return 2
  }
  const db = await openDatabase(io.config, createLogger({ logLevel: 'silent' }), { attach: true })
  try {
    const tables = referenceStore(db.connection)
    const store = catalogueStore(db.connection)
    await ensureIndexes(db.connection)
    await loadReference(tables)
    const reference = await openReference(tables)
    const vocabularyOf = reference.vocabulary
    return report(await importCatalogue(store, input.value, { vocabularyOf, now: new Date(), dryRun }), io)
  } finally {
    await db.close()
  }
}

function report(imported: ImportOutcome, io: CliIo): number {
  if (imported.outcome === 'refused') {
    io.stderr.write(`文件有 ${imported.faults.length} 处错误，没有写入任何内容：\n`)
    for (const fault of imported.faults) io.stderr.write(`${fault.path}：${fault.message}\n`)
    return 2
  }
  if (imported.outcome === 'sound') {
    const { banks, products } = imported.content
    io.stdout.write(
      `检查通过，可以导入：${banks.length} 家机构，${products.length} 个产品。这是试运行，没有写入任何内容。\n`,
    )
    return 0
  }
  const { number, version, counts } = imported.record
  const sentences = {
    made: `已导入为第 ${number} 版（${version}）：${counts.banks} 家机构，${counts.products} 个产品，其中绿色 ${counts.green} 个。`,
    restored: `内容与第 ${number} 版（${version}）相同，已重新启用这一版，没有建立新版本。`,
    same: `内容与现行的第 ${number} 版（${version}）相同，没有建立新版本。`,
  }
  io.stdout.write(`${sentences[imported.outcome]}\n`)
  return 0
}
