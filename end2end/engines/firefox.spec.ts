// Debian's Firefox, by Playwright.
import { createHash } from 'node:crypto'
import { test as base, expect, type Page } from '@playwright/test'
import type { Person } from './person'
import { ways } from './ways'

/** The style that Playwright puts into a page before it takes a picture. Our pages refuse it, as they should. */
const PLAYWRIGHTS_STYLE = createHash('sha256').update('body {}').digest('base64')

class InFirefox implements Person {
  constructor(private readonly page: Page) {}

  async open(path: string) {
    await this.page.goto(path)
  }

  async follow(link: string) {
    await this.page.getByRole('link', { name: link }).first().click()
  }

  async press(button: string) {
    await this.page.getByRole('button', { name: button, exact: true }).click()
  }

  async type(field: string, text: string) {
    const found = this.page.getByLabel(field)
    await found.clear()
    await found.pressSequentially(text)
  }

  async choose(field: string, option: string) {
    await this.page.getByLabel(field, { exact: true }).selectOption(option)
  }

  async tick(field: string) {
    await this.page.getByLabel(field).check()
  }

  async reload() {
    await this.page.reload()
  }

  async download(button: string) {
    const waiting = this.page.waitForEvent('download')
    await this.press(button)
    return (await waiting).path()
  }

  async reads(selector: string) {
    const found = this.page.locator(selector)
    return (await found.count()) === 0 ? '' : ((await found.first().textContent()) ?? '').replace(/\s+/g, ' ').trim()
  }

  async holds(field: string) {
    return this.page.getByLabel(field).inputValue()
  }

  async begun() {
    return this.page.locator('[name=begun]').first().inputValue()
  }

  async picture(name: string) {
    await this.page.screenshot({ path: `../results/firefox/${name}.png`, fullPage: true })
  }
}

const test = base.extend<{ person: Person }>({
  baseURL: async ({}, use) => use(process.env.E2E_URL!),
  person: async ({ page, baseURL }, use) => {
    // No page may report an error or ask anything of another host.
    const wrong: string[] = []
    const note = (text: string) => {
      if (!text.includes(PLAYWRIGHTS_STYLE)) wrong.push(text)
    }
    page.on('pageerror', (error) => note(`error: ${error.message}`))
    page.on('console', (message) => {
      // The browser reports every 4xx as an error; which ones are right, each test says.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) note(message.text())
    })
    page.on('request', (request) => {
      if (!request.url().startsWith(baseURL!) && !/^(data|blob|about):/.test(request.url())) note(`asked ${request.url()}`)
    })
    await use(new InFirefox(page))
    expect(wrong).toEqual([])
  },
})

ways(test, 'firefox')
