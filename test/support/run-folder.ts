import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** Makes the folder in which the processes of this run keep their databases; they find it in their environment. */
export async function openRunFolder(): Promise<void> {
  process.env.TEST_RUN_FOLDER = await mkdtemp(path.join(os.tmpdir(), 'lueqiao-test-'))
}

/** Removes it with all that processes left there: nothing of theirs runs any longer. */
export async function removeRunFolder(): Promise<void> {
  await rm(runFolder(), { recursive: true, force: true })
}

/** A new empty folder inside; its name is short, because the path of a Unix socket may be. */
export const folderInRun = (): Promise<string> => mkdtemp(path.join(runFolder(), 's'))

function runFolder(): string {
  const folder = process.env.TEST_RUN_FOLDER
  if (!folder) throw new Error('The folder of the run is made before its first test; hooks.ts was not loaded.')
  return folder
}
