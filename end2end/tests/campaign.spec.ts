import type { Page } from '@playwright/test'
import { expect, signInLink, test } from './site'

/** Nothing sticks out of the page. */
async function fits(page: Page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(over).toBeLessThanOrEqual(0)
}

test('an organiser makes a campaign alone and publishes it', async ({ page, picture }, info) => {
  const name = info.project.name
  const title = `Quiet nights near ${name}`
  let loads = 0
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) loads += 1
  })
  await page.goto(signInLink(`clara.${name}@ngo.example`))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'New campaign' }).click()
  await picture('new-campaign')
  await fits(page)
  await page.getByLabel('Title').fill(title)
  await page.getByRole('button', { name: 'Begin the campaign' }).click()

  await page.getByLabel('What is happening').fill('Trucks drive by **all night**.\n\n- Children wake up\n- Nobody measures it')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('status')).toContainText('Saved')
  await picture('new-campaign-story')
  await fits(page)

  await page.getByRole('navigation', { name: 'Pages of the campaign' }).getByRole('link', { name: 'Letters' }).click()
  await page.getByLabel('Subject').fill('Quiet nights')
  await page
    .getByLabel('Letter', { exact: true })
    .fill('{{target.salutation}}\n\nPlease act, because [[your reason]].\n\n{{target.close}}\n{{sender.name}}')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('status')).toContainText('Saved')
  await picture('new-campaign-letters')
  await fits(page)

  await page.getByRole('navigation', { name: 'Pages of the campaign' }).getByRole('link', { name: 'Targets' }).click()
  await picture('new-campaign-targets')
  await fits(page)
  await page.getByLabel('All senators').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('status')).toContainText('Saved')
  await picture('new-campaign-targets-saved')
  await fits(page)

  await page.getByRole('navigation', { name: 'Pages of the campaign' }).getByRole('link', { name: 'Publish' }).click()
  await picture('new-campaign-publish')
  await fits(page)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  // From the sign-in link to the published campaign.
  expect(loads).toBeLessThan(15)
  await page.getByRole('link', { name: 'The public page' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  await picture('new-campaign-public')
  await fits(page)
})
