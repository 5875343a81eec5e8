import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, signInLink, test } from './site'

// Nothing is saved here: other tests read the same campaign.
async function openLetters(page: Page, name: string) {
  await page.goto(signInLink(`lena.${name}@ngo.example`))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.goto('/desk/c/cluster-munitions/letters?language=en')
  await expect(page.getByRole('heading', { level: 3, name: 'Letters' })).toBeVisible()
}

function body(page: Page) {
  return page.getByLabel('Letter', { exact: true })
}

/** Waits until the island answers to what is typed. */
async function awake(page: Page) {
  await body(page).fill('{{')
  await expect(page.locator('.editor__summary')).toContainText('1 thing is wrong')
}

function selected(page: Page) {
  return body(page).evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd))
}

test('what comes from elsewhere becomes blanks, one click each, and nothing is lost', async ({ page, scripts, picture }, info) => {
  await openLetters(page, `offers.${info.project.name}`)
  await body(page).fill('Dear Ambassador,\n\nI am from [YOUR COUNTRY].\nReason: ........\n\nLast words.')
  if (!scripts) await page.getByRole('button', { name: 'Preview', exact: true }).click()
  await picture('letters-offers')
  await page.getByRole('button', { name: 'Make [[your country]] of' }).click()
  await expect(body(page)).toHaveValue('Dear Ambassador,\n\nI am from [[your country]].\nReason: ........\n\nLast words.')
  await expect(page.getByRole('button', { name: 'Make [[your country]] of' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Make [[Reason]] of' }).click()
  await expect(body(page)).toHaveValue('Dear Ambassador,\n\nI am from [[your country]].\nReason: [[Reason]]\n\nLast words.')
})

test('a letter is previewed to the target that is chosen, with its length on every paper', async ({ page, picture }, info) => {
  await openLetters(page, `preview.${info.project.name}`)
  await body(page).fill('To {{target.name}}.\n\nPlease act, because [[your reason]].')
  await page.getByLabel('Preview the letter to').selectOption({ label: 'Embassy of the Republic of Angola' })
  await page.getByRole('button', { name: 'Preview', exact: true }).click()
  await expect(page.getByRole('heading', { level: 4, name: 'As Embassy of the Republic of Angola would get it' })).toBeVisible()
  await expect(page.locator('.sheet')).toContainText('Please act')
  await expect(page.getByRole('table', { name: 'Length on paper' }).getByRole('row')).toHaveCount(8)
  await expect(page.getByLabel('Preview the letter to')).toHaveValue('mission-ao-us')
  await picture('letters-preview')
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(over).toBeLessThanOrEqual(0)
})

test.describe('with JavaScript', () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'islands need scripts')

  test('a bracket that is never closed is marked while one types, and a click shows it', async ({ page, picture }, info) => {
    await openLetters(page, `mark.${info.project.name}`)
    const summary = page.locator('.editor__summary')
    await expect(summary).toHaveText('Nothing is wrong with the letter.')
    await body(page).fill('')
    await body(page).pressSequentially('Hello.\n\n😀 Please {{target.name, act.')
    await expect(summary).toHaveText('1 thing is wrong. Mend it before you save.')
    await expect(page.locator('.editor__wrong')).toContainText('is opened here and never closed')
    await picture('letters-marked')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
    }
    await page.getByRole('link', { name: 'Letter, line 3' }).click()
    expect(await selected(page)).toBe('{{')
    await page.keyboard.press('Delete')
    await expect(summary).toHaveText('Nothing is wrong with the letter.')
    await expect(page.locator('.editor__wrong')).toHaveCount(0)
  })

  test('the menu puts things where the caret is, and undo takes them back', async ({ page }, info) => {
    await openLetters(page, `menu.${info.project.name}`)
    await awake(page)
    await body(page).fill('Dear , please act.')
    await body(page).evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(5, 5))
    await page.getByText('What can be put into a letter').click()
    await page.getByRole('button', { name: 'Insert: Who it goes to {{target.name}}' }).click()
    await expect(body(page)).toHaveValue('Dear {{target.name}}, please act.')
    await page.keyboard.press('ControlOrMeta+z')
    await expect(body(page)).toHaveValue('Dear , please act.')
    await page.keyboard.press('ControlOrMeta+End')
    await page.getByRole('button', { name: 'Insert: Paragraph for some states' }).click()
    await page.keyboard.type('You signed. ')
    await page.getByRole('button', { name: 'Insert: Blank [[your reason]]' }).click()
    expect(await selected(page)).toBe('your reason')
    await page.keyboard.type('your hope')
    await expect(body(page)).toHaveValue('Dear , please act.\n\n{{only signatory}}\nYou signed. [[your hope]]')
    await expect(page.getByRole('button', { name: 'Insert: Blank that this letter has [[your hope]]' })).toBeVisible()
  })

  test('words that are marked in yellow in a word processor are offered as blanks', async ({ page, picture }, info) => {
    await openLetters(page, `paste.${info.project.name}`)
    await awake(page)
    await body(page).fill('Before. ')
    const paste = (html: string, text: string) =>
      body(page).evaluate(
        (area, [html, text]) => {
          const clipboardData = new DataTransfer()
          clipboardData.setData('text/html', html!)
          clipboardData.setData('text/plain', text!)
          return area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
        },
        [html, text],
      )
    const html = "<p>I am from <span style='background:yellow'>your town</span>.</p><p>Yours <script>alert(1)</script></p>"
    // The island takes it over.
    expect(await paste(html, 'I am from your town. Yours')).toBe(false)
    await expect(body(page)).toHaveValue('Before. I am from [your town].\n\nYours')
    await picture('letters-pasted')
    await page.getByRole('button', { name: /of “\[your town\]”/ }).click()
    await expect(body(page)).toHaveValue(/^Before\. I am from (\[\[your town\]\]|\{\{sender\.place\}\})\.\n\nYours$/)
    // Without marks it is left to the browser.
    expect(await paste('<p>Plain <b>words</b></p>', 'Plain words')).toBe(true)
  })

  test('a text that gets too long for a card says so by itself', async ({ page }, info) => {
    await openLetters(page, `long.${info.project.name}`)
    await page.getByLabel('Shorter text for postcards').fill('')
    await body(page).fill('Please act.')
    await expect(page.locator('.lengths__over')).toHaveCount(0)
    await body(page).fill('and so on '.repeat(200))
    await expect(page.locator('.lengths__over').first()).toContainText('too long')
    await page.getByLabel('Shorter text for postcards').fill('Please act.')
    await expect(page.locator('.lengths__over')).toHaveCount(0)
  })
})
