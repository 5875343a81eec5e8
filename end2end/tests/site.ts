// What the tests share: the running site, its mailbox, and the words of the letter's form.
import { execFileSync } from 'node:child_process'
import { test as base, expect, type Locator, type Page } from '@playwright/test'
import { mailWith } from '../received'

export { confirmLink, pdfText } from '../received'
export { expect }

export const site = {
  get url() {
    return process.env.E2E_URL!
  },
  get data() {
    return process.env.E2E_DATA!
  },
}

type Site = {
  /** The address of the site that the test is about. */
  url: string
  /** Whether scripts run in this project. */
  scripts: boolean
  /** A picture of the page for people to look at. */
  picture: (name: string) => Promise<void>
}

export const test = base.extend<Site & { strict: void }>({
  url: async ({}, use) => use(site.url),
  baseURL: async ({ url }, use) => use(url),
  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
  picture: async ({ page }, use, info) => {
    await use(async (name) => {
      await page.screenshot({ path: `results/${info.project.name}/${name}.png`, fullPage: true })
    })
  },
  // No page may report an error or ask anything of another host, whatever the test is about.
  strict: [
    async ({ page, url }, use) => {
      const wrong: string[] = []
      page.on('pageerror', (error) => wrong.push(`error: ${error.message}`))
      page.on('console', (message) => {
        // The browser reports every 4xx as an error; which ones are right, each test says.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) wrong.push(message.text())
      })
      page.on('request', (request) => {
        if (!request.url().startsWith(url) && !/^(data|blob|about):/.test(request.url())) wrong.push(`asked ${request.url()}`)
      })
      await use()
      expect(wrong).toEqual([])
    },
    { auto: true },
  ],
})

/** A person's words, different in each test. */
export function words(name: string) {
  return {
    name,
    place: 'Ridgeview, OH',
    reason: `the school of ${name.split(' ')[0]} was hit`,
  }
}

/** From the front page to the letter's form for an embassy. */
export async function openLetter(page: Page, country = 'Angola') {
  await page.goto('/')
  await page.getByRole('link', { name: 'Every state into the ban on cluster bombs' }).click()
  await page.getByLabel('Country or name').fill(country)
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByRole('link', { name: new RegExp(`Embassy of .*${country}`) }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(country)
}

export async function fill(page: Page, { name, place, reason }: ReturnType<typeof words>) {
  await page.getByLabel('Your reason').fill(reason)
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Your town').fill(place)
}

/** A person has read the form by now: it says itself when it was made. What comes sooner is a machine's, and not counted. */
export async function read(page: Page) {
  const made = Number((await page.locator('[name=begun]').first().inputValue()).split('-')[0])
  await expect.poll(() => Date.now() - made, { message: 'the form is read' }).toBeGreaterThan(2000)
}

/** Presses Continue and comes to the page with the ways. */
export async function goOn(page: Page) {
  await read(page)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your letter is ready')
}

/** Clicks something that downloads, and returns where the file is and what it is called. */
export async function download(page: Page, button: Locator) {
  const waiting = page.waitForEvent('download')
  await button.click()
  const file = await waiting
  return { path: await file.path(), name: file.suggestedFilename() }
}

/** Waits for a mail that has these words in it, and returns its text. */
export async function mail(...with_: string[]) {
  let found = ''
  await expect
    .poll(() => (found = mailWith(site.data, with_)), { message: `a mail with ${with_.join(', ')}`, timeout: 20_000 })
    .not.toBe('')
  return found
}

/** What `postbag organiser add` prints. */
export function signInLink(email: string, role?: 'owner') {
  const said = execFileSync(process.env.E2E_BIN!, ['organiser', 'add', email, ...(role ? ['--role', role] : [])], {
    encoding: 'utf8',
    env: { ...process.env, POSTBAG_DATA: site.data, PUBLIC_URL: site.url, DATABASE_URL: '', MAIL_URL: '' },
  })
  return said.trim().split('\n').at(-1)!
}

/** Brings a mail that came to the address for returned mail, as the mail server's pipe does. */
export function bringBack(mail: string) {
  execFileSync(process.env.E2E_BIN!, ['mail', 'receive', '--recipient', 'bounce@letters.example'], {
    input: mail.replaceAll('\n', '\r\n'),
    env: { ...process.env, POSTBAG_DATA: site.data, PUBLIC_URL: site.url, DATABASE_URL: '', MAIL_URL: '' },
  })
}
