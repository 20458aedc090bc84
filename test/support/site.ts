import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startApp, type TestApp } from './app.js'

export type Served = { readonly origin: string; readonly close: () => Promise<void> }
export type TestSite = TestApp & { readonly origin: string }

/** Any application behind a real port of this machine, for a browser. */
export async function serve(app: RequestListener): Promise<Served> {
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { origin: `http://127.0.0.1:${port}`, close }
}

/** The real application behind a real port, for a browser. */
export async function startSite(options: Parameters<typeof startApp>[0] = {}): Promise<TestSite> {
  const app = await startApp(options)
  const { origin, close } = await serve(app.app)
  return {
    ...app,
    origin,
    close: async () => {
      await close()
      await app.close()
    },
  }
}
