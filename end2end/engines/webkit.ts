// WebKit as GTK has it, driven by its own WebKitWebDriver (W3C WebDriver) on a display that nobody sees.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { expect } from '@playwright/test'
import { freePort } from '../server'
import type { Person } from './person'

/** An element, as WebDriver names it. */
type Element = Record<string, string>

/** The key, as WebDriver writes it. */
const ENTER = '\uE007'

/** How an element is found, as a script in the page: a body whose `arguments` begin with the words looked for. */
const FIND = {
  link: 'return all("a[href]").find((link) => text(link).includes(words))',
  button: 'return all("button").find((button) => text(button) === words)',
  field: 'return all("label").find((label) => text(label).startsWith(words))?.control',
  menu: 'return all("select").find((menu) => [...menu.labels].some((label) => text(label) === words))',
}

const HELP = `
  const [words] = arguments
  const all = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility())
  const text = (element) => element.textContent.replace(/\\s+/g, ' ').trim()
`

/** Opens a browser of its own, which looks at a site. */
export async function openWebKit(site: string) {
  // Files that are downloaded go into the home folder, where there is nothing else.
  const home = mkdtempSync(join(tmpdir(), 'postbag-webkit-'))
  const started: ChildProcess[] = []
  const close = async () => {
    for (const process of started.reverse()) await end(process)
    rmSync(home, { recursive: true, force: true })
  }
  try {
    const screen = spawn('Xvfb', ['-displayfd', '3', '-nolisten', 'tcp', '-screen', '0', '1280x900x24'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    started.push(screen)
    const display = await firstLine(screen)
    const port = await freePort()
    const environment = { ...process.env, HOME: home, XDG_CONFIG_HOME: '', DISPLAY: `:${display}`, LANG: 'C.UTF-8' }
    const driver = spawn('WebKitWebDriver', [`--port=${port}`], { env: environment, stdio: 'ignore' })
    started.push(driver)
    await failsWith(driver, expect.poll(() => answers(port), { message: 'WebKitWebDriver answers' }).toBe(true))
    const person = new InWebKit(site, home, `http://127.0.0.1:${port}`)
    await person.begin()
    return {
      person,
      close: async () => {
        await person.leave()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

class InWebKit implements Person {
  private session = ''

  constructor(
    private readonly site: string,
    private readonly home: string,
    private readonly driver: string,
  ) {}

  async begin() {
    const { sessionId } = (await this.call('POST', '/session', { capabilities: {} })) as { sessionId: string }
    this.session = `/session/${sessionId}`
    await this.call('POST', '/window/rect', { width: 1280, height: 900 })
  }

  async leave() {
    await this.call('DELETE', '')
  }

  async open(path: string) {
    await this.call('POST', '/url', { url: new URL(path, this.site).href })
  }

  async follow(link: string) {
    await this.on('link', link, (element) => this.click(element))
  }

  async press(button: string) {
    await this.on('button', button, (element) => this.click(element))
  }

  async type(field: string, text: string) {
    await this.on('field', field, async (element) => {
      await this.call('POST', `/element/${id(element)}/clear`, {})
      await this.call('POST', `/element/${id(element)}/value`, { text: text.replaceAll('\n', ENTER) })
    })
  }

  async choose(field: string, option: string) {
    await this.on('menu', field, async (element) => {
      const script = 'return [...arguments[0].options].find((option) => option.label === arguments[1])'
      await this.click((await this.run(script, element, option)) as Element)
    })
  }

  async tick(field: string) {
    await this.on('field', field, (element) => this.click(element))
  }

  async reload() {
    await this.call('POST', '/refresh', {})
  }

  async download(button: string) {
    const before = this.files()
    await this.press(button)
    let file = ''
    await expect
      .poll(() => (file = this.files().find((name) => !before.includes(name) && isWhole(name)) ?? ''), { message: 'a file is there' })
      .not.toBe('')
    return file
  }

  async reads(selector: string) {
    const script = 'return document.querySelector(arguments[0])?.textContent ?? ""'
    return ((await this.run(script, selector)) as string).replace(/\s+/g, ' ').trim()
  }

  async holds(field: string) {
    return (await this.run(`${HELP} const field = (() => { ${FIND.field} })(); return field ? field.value : ''`, field)) as string
  }

  async begun() {
    return (await this.run('return document.querySelector("[name=begun]").value')) as string
  }

  async picture(name: string) {
    const folder = '../results/webkit'
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${name}.png`), Buffer.from((await this.call('GET', '/screenshot')) as string, 'base64'))
  }

  /** Does something with an element, as soon as there is one that lets it be done. */
  private async on(kind: keyof typeof FIND, words: string, act: (element: Element) => Promise<unknown>) {
    await expect(async () => {
      const element = (await this.run(HELP + FIND[kind], words)) as Element | null
      expect(element, `a ${kind} "${words}"`).toBeTruthy()
      await act(element!)
    }).toPass({ timeout: 10_000, intervals: [50, 100, 200] })
  }

  private async click(element: Element) {
    await this.call('POST', `/element/${id(element)}/click`, {})
  }

  private run(script: string, ...args: unknown[]) {
    return this.call('POST', '/execute/sync', { script, args })
  }

  private async call(method: string, path: string, body?: object) {
    const answer = await fetch(this.driver + this.session + path, { method, body: body && JSON.stringify(body) })
    const { value } = (await answer.json()) as { value: unknown }
    if (!answer.ok) throw new Error(`WebDriver refused ${method} ${path}: ${JSON.stringify(value)}`)
    return value
  }

  private files() {
    return readdirSync(this.home)
      .filter((name) => name.endsWith('.pdf'))
      .map((name) => join(this.home, name))
  }
}

function id(element: Element) {
  return Object.values(element)[0]!
}

function isWhole(pdf: string) {
  return readFileSync(pdf, 'latin1').trimEnd().endsWith('%%EOF')
}

async function answers(port: number) {
  try {
    return (await fetch(`http://127.0.0.1:${port}/status`)).ok
  } catch {
    return false
  }
}

/** What Xvfb writes when it is ready: the number of its display. */
function firstLine(screen: ChildProcess) {
  const line = new Promise<string>((found) => (screen.stdio[3] as Readable).once('data', (line) => found(String(line).trim())))
  return failsWith(screen, line)
}

/** Waits for something, and fails at once if the program behind it cannot be started. */
function failsWith<T>(program: ChildProcess, waiting: Promise<T>) {
  const failed = new Promise<never>((_, fail) => {
    program.once('error', (error) => fail(new Error(`could not start ${program.spawnfile}: ${error.message}`)))
    program.once('exit', (code) => fail(new Error(`${program.spawnfile} ended with ${code}`)))
  })
  // Nobody waits for it any more once the program runs.
  failed.catch(() => {})
  return Promise.race([waiting, failed])
}

async function end(program: ChildProcess) {
  if (program.exitCode !== null || program.pid === undefined) return
  const ended = new Promise((done) => program.once('exit', done))
  program.kill('SIGTERM')
  await ended
}
