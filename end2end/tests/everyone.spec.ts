// For people who use a keyboard, a screen reader, large type or dark screens.
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { bringBack, confirmLink, expect, fill, goOn, mail, openLetter, signInLink, test, words } from './site'

/** Pages that have an address of their own. */
const PAGES = [
  '/',
  '/c/cluster-munitions',
  '/c/cluster-munitions?language=es',
  '/c/mine-ban-treaty/targets?zip=05401',
  '/c/mine-ban-treaty/targets?q=xyzzyx',
  '/c/mine-ban-treaty/targets?zip=26003',
  '/c/mine-ban-treaty/class',
  '/k',
  '/states',
  '/states/FR?on=2025-12-01',
  '/c/cluster-munitions/write/mission-ao-us',
  '/c/cluster-munitions/thanks?letter=00000000000000000000000000000000',
  '/no/such/page',
  '/desk',
]

async function violations(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary?.split('\n').at(1)?.trim()})`).join('; ')}`)
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme })

    test(`axe finds no serious fault on any page in ${colorScheme} colours`, async ({ page, scripts }, info) => {
      test.skip(!scripts, 'axe runs as a script in the page')
      // Some seventy pages, each looked at whole.
      test.setTimeout(360_000)
      const faults: Record<string, string[]> = {}
      const look = async (name: string) => {
        // A page that is still loading can have its dark colours on white paper.
        await page.waitForLoadState('load')
        const found = await violations(page)
        if (found.length > 0) faults[name] = found
        await page.screenshot({ path: `results/${info.project.name}/${colorScheme}/${name}.png`, fullPage: true })
      }
      for (const path of PAGES) {
        await page.goto(path)
        await look(path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home')
      }
      await openLetter(page)
      await page.getByRole('button', { name: 'Continue' }).click()
      await expect(page.getByRole('alert')).toBeVisible()
      await look('letter-with-errors')
      await fill(page, words('Ada Axe'))
      await goOn(page)
      await look('ready')
      await page.getByRole('button', { name: 'Send it for me' }).click()
      await expect(page.getByRole('alert')).toBeVisible()
      await look('ready-with-errors')
      await page.getByRole('button', { name: 'Open in my mail' }).click()
      await look('own-mail')
      await page.getByRole('button', { name: 'I sent it' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you')
      await look('thank-you')
      const confirmPage = async (name: string, reason: string) => {
        const email = `${name}.${colorScheme}.${info.project.name}@home.example`
        await openLetter(page)
        await fill(page, { ...words('Ada Axe'), reason })
        await goOn(page)
        await page.getByLabel('Your email address').fill(email)
        await page.getByLabel(/Send this letter in my name/).check()
        await page.getByLabel(/Ask me once/).check()
        await page.getByRole('button', { name: 'Send it for me' }).click()
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look in your mailbox')
        await page.goto(confirmLink(await mail(email, '/confirm/')))
      }
      await confirmPage('held', 'see https://win.example/now')
      await look('confirm')
      await page.getByRole('button', { name: 'Yes, send it' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you')
      await look('thank-you-held')
      await confirmPage('not.me', 'a reason of somebody else')
      await page.getByRole('button', { name: 'This was not me' }).click()
      await expect(page.getByRole('button', { name: 'Yes, send it' })).toHaveCount(0)
      await look('not-me')
      bringBack(`From: Office <office@angola.example>\nSubject: Your letter (${colorScheme}, ${info.project.name})\n\nWe read no mail here.\n`)
      await page.goto('/desk/sign-in')
      await look('sign-in-ask')
      await page.goto(signInLink(`axe.${colorScheme}.${info.project.name}@ngo.example`, 'owner'))
      await look('sign-in')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Desk')
      await look('desk')
      await page.goto('/desk/c/cluster-munitions')
      await look('desk-campaign')
      for (const part of ['story', 'letters', 'targets', 'look', 'dates', 'ways', 'pace', 'share', 'languages', 'people', 'post', 'history', 'history/1', 'publish']) {
        await page.goto(`/desk/c/cluster-munitions/${part}`)
        await look(`desk-${part.replace('/', '-')}`)
      }
      for (const name of [
        'new',
        'targets',
        'targets/mission-ao-us',
        'targets/mission-ao-us/address',
        'targets/mission-ao-us/greeting-en',
        'targets/corrections',
        'targets/import',
        'account',
        'sign-in/again?to=%2Fdesk',
        'post',
        'mail',
        'people',
        'audit',
        'audit?from=2026-02-30',
        'no-such-page',
      ]) {
        await page.goto(`/desk/${name}`)
        await look(`desk-${name.replace(/[^a-z0-9]+/g, '-')}`)
      }
      // Pages that are the answer to a form.
      await page.goto('/desk/c/mine-ban-treaty/story')
      await page.getByLabel('Title').fill('')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await expect(page.getByRole('alert')).toBeVisible()
      await look('desk-story-with-errors')
      await page.goto('/desk/c/mine-ban-treaty/story')
      await page.locator('[name=revision]').evaluate((field: HTMLInputElement) => (field.value = '99999'))
      await page.getByLabel('Title').fill('Another title')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeVisible()
      await look('desk-story-of-two')
      await page.goto('/desk/c/mine-ban-treaty/publish')
      await page.getByRole('button', { name: /^Make (a|another) link$/ }).click()
      const preview = await page.getByTestId('link').textContent()
      await look('desk-preview-link')
      await page.goto(preview!)
      await look('preview-of-a-draft')
      await page.goto('/desk/people')
      await page.getByLabel('Email').fill(`invited.${colorScheme}.${info.project.name}@ngo.example`)
      await page.getByRole('button', { name: 'Make a link to hand over' }).click()
      await look('desk-invited')
      await page.goto('/desk/account')
      await page.getByRole('button', { name: 'Turn on' }).click()
      await expect(page.getByRole('heading', { name: 'Turn on the second factor' })).toBeVisible()
      await look('desk-second-factor')
      expect(faults).toEqual({})
    })
  })
}

test('the letter can be written and sent on its way with the keyboard alone', async ({ page }, info) => {
  test.skip(info.project.name.endsWith('phone'), 'a phone has no Tab key')
  await page.goto('/c/cluster-munitions/write/mission-ao-us')
  const tabTo = async (label: RegExp) => {
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab')
      const focused = page.locator(':focus')
      if ((await focused.count()) === 0) continue
      const name = await focused.evaluate((element) => {
        const labels = (element as HTMLInputElement).labels
        return (labels && labels.length > 0 ? labels[0]!.textContent : element.textContent) ?? ''
      })
      if (label.test(name.trim())) return
    }
    throw new Error(`Tab does not lead to ${label}`)
  }
  await page.keyboard.press('Tab')
  await expect(page.locator(':focus')).toHaveText('Skip to the content')
  await page.keyboard.press('Enter')
  await tabTo(/^Your reason/)
  await page.keyboard.type('we read about it')
  await tabTo(/^Your name/)
  await page.keyboard.type('Ada Keys')
  await tabTo(/^Your town/)
  await page.keyboard.type('Ridgeview, OH')
  await tabTo(/^Continue$/)
  const outline = await page.locator(':focus').evaluate((element) => getComputedStyle(element).outlineStyle)
  expect(outline, 'where the focus is can be seen').not.toBe('none')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your letter is ready')
  await tabTo(/^Open in my mail$/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Send it from your own mail')
  await tabTo(/^I sent it$/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you')
})

test('no page is wider than the screen, also at twice the size of type', async ({ page, scripts }) => {
  test.skip(!scripts, 'measuring is a script')
  for (const path of PAGES) {
    await page.goto(path)
    const over = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(await over(), path).toBeLessThanOrEqual(0)
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await over(), `${path} at 200 %`).toBeLessThanOrEqual(0)
  }
})
