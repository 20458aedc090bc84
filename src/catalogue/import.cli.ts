import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { CliIo, CliMain } from '../cli.js'
import { ensureIndexes, openDatabase } from '../db/index.js'
import { createLogger } from '../log/index.js'
import { loadReference, openReference, referenceStore } from '../reference/index.js'
import { catalogueStore } from './catalogue.store.js'
import { importCatalogue, type ImportOutcome } from './import-catalogue.js'

const usage = '用法：npm run import:catalogue -- 文件.json（或用 - 从标准输入读取）\n'

/** `npm run import:catalogue -- FILE`: takes a catalogue file in; with any fault it lists all of them and writes nothing. */
export const main: CliMain = async (argv, io) => {
  const [file, ...rest] = argv
  if (file === undefined || rest.length > 0) {
    io.stderr.write(usage)
    return 2
  }
  const input = await read(file, io)
  if (input === null) return 2
  const db = await openDatabase(io.config, createLogger({ logLevel: 'silent' }), { attach: true })
  try {
    const tables = referenceStore(db.connection)
    const store = catalogueStore(db.connection)
    await ensureIndexes(db.connection)
    await loadReference(tables)
    const reference = await openReference(tables)
    const vocabularyOf = reference.vocabulary
    return report(await importCatalogue(store, input, { vocabularyOf, now: new Date() }), io)
  } finally {
    await db.close()
  }
}

async function read(file: string, io: CliIo): Promise<Uint8Array | null> {
  try {
    return file === '-' ? await buffer(io.stdin) : await readFile(file)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error && error.code === 'ENOENT' ? '文件不存在' : '文件无法读取'
    io.stderr.write(`${file}：${reason}。\n`)
    return null
  }
}

function report(imported: ImportOutcome, io: CliIo): number {
  if (imported.outcome === 'refused') {
    io.stderr.write(`文件有 ${imported.faults.length} 处错误，没有写入任何内容：\n`)
    for (const fault of imported.faults) io.stderr.write(`${fault.path}：${fault.message}\n`)
    return 2
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
