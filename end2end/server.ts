// A server for tests: the built binary, on a free port, with an empty data folder of its own. The whole run has one; a test
// about an empty site starts another.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer()
    probe.once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no port'))))
    })
  })
}

export type Server = {
  url: string
  data: string
  binary: string
  /** What it printed until it was ready. */
  printed: string
  stop: () => Promise<void>
}

export async function serve(): Promise<Server> {
  const binary = resolve(here, process.env.POSTBAG_BIN ?? '../target/debug/postbag')
  const site = resolve(here, process.env.POSTBAG_SITE ?? '../target/site')
  const data = mkdtempSync(join(tmpdir(), 'postbag-end2end-'))
  const address = `127.0.0.1:${await freePort()}`
  const environment = {
    ...process.env,
    POSTBAG_ADDR: address,
    POSTBAG_DATA: data,
    POSTBAG_SITE: site,
    PUBLIC_URL: `http://${address}`,
    DATABASE_URL: '',
    MAIL_URL: '',
    // A test does not wait for an office to open.
    POSTBAG_PACE: 'off',
    RUST_LOG: process.env.RUST_LOG ?? 'warn',
  }
  const server = spawn(binary, ['serve'], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  await new Promise<void>((ready, failed) => {
    server.once('error', (error) => failed(new Error(`could not start ${binary}: ${error.message}`)))
    server.once('exit', (code) => failed(new Error(`${binary} ended with ${code}`)))
    server.stdout.on('data', (said: Buffer) => {
      printed += said.toString()
      if (printed.includes('Postbag is at')) ready()
    })
  })
  server.removeAllListeners('exit')
  const stop = async () => {
    const ended = new Promise((done) => server.once('exit', done))
    server.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  return { url: `http://${address}`, data, binary, printed, stop }
}

export default async function start() {
  const { url, data, binary, stop } = await serve()
  // What the tests are told.
  process.env.E2E_URL = url
  process.env.E2E_DATA = data
  process.env.E2E_BIN = binary
  return stop
}
