// GTK's WebKit, by the WebDriver that comes with it.
import { test as base } from '@playwright/test'
import type { Person } from './person'
import { ways } from './ways'
import { openWebKit } from './webkit'

const test = base.extend<{ person: Person }>({
  person: async ({}, use) => {
    const browser = await openWebKit(process.env.E2E_URL!)
    try {
      await use(browser.person)
    } finally {
      await browser.close()
    }
  },
})

ways(test, 'webkit')
