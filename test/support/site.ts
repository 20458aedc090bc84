import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startApp, type TestApp } from './app.js'

export type TestSite = TestApp & { readonly origin: string }

/** The real application behind a real port, for a browser. */
export async function startSite(options: Parameters<typeof startApp>[0] = {}): Promise<TestSite> {
  const app = await startApp(options)
  const server = createServer(app.app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await app.close()
  }
  return { ...app, origin: `http://127.0.0.1:${port}`, close }
}
