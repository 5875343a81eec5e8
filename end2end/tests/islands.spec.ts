import type { Page } from '@playwright/test'
import { download, expect, fill, goOn, openLetter, pdfText, test, words } from './site'

/** The letter as it will read stands beside the form, and folded above it on a phone. */
async function openPreview(page: Page) {
  const preview = page.locator('.preview')
  const fold = page.locator('summary', { hasText: 'Your letter as it will read' })
  // Whichever of them this screen shows: before the page is there, neither is.
  await expect(preview.or(fold).filter({ visible: true }).first()).toBeVisible()
  if (!(await preview.isVisible())) await fold.click()
  await expect(preview).toBeVisible()
}

test.describe('with JavaScript', () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'islands need scripts')

  test('the letter on the screen follows what is typed, and the blanks are counted down', async ({ page, picture }) => {
    await openLetter(page)
    await openPreview(page)
    const status = page.locator('.preview__status')
    await expect(status).toHaveText('3 blanks are left.')
    await page.getByLabel('Your reason').pressSequentially('we read about it')
    await expect(page.locator('.sheet')).toContainText('we read about it')
    await expect(status).toHaveText('2 blanks are left.')
    await page.getByLabel('Your name').fill('Ada Typist')
    await expect(status).toHaveText('One blank is left.')
    await page.getByLabel('Your town').fill('Ridgeview, OH')
    await expect(status).toHaveText('Every blank is filled.')
    await expect(page.locator('.card')).toContainText('Ada Typist')
    await expect(page.locator('.preview mark')).toHaveCount(0)
    await picture('letter-filled')
    await page.getByLabel('Your name').fill('')
    await expect(status).toHaveText('One blank is left.')
  })

  test('markup that is typed is text in the preview too', async ({ page }) => {
    await openLetter(page)
    await openPreview(page)
    await page.getByLabel('A paragraph of your own').fill('<img src=x onerror=alert(1)><b>bold</b>')
    await expect(page.locator('.sheet')).toContainText('<img src=x onerror=alert(1)><b>bold</b>')
    await expect(page.locator('.preview img, .preview b')).toHaveCount(0)
  })

  test('a reload keeps the draft, and another letter does not get it', async ({ page }) => {
    await openLetter(page)
    await openPreview(page)
    await fill(page, words('Ada Reloader'))
    await page.getByLabel('A paragraph of your own').fill('Kept.\n\nAnd this.')
    await expect(page.locator('.preview__status')).toHaveText('Every blank is filled.')
    await page.reload()
    await expect(page.getByLabel('Your name')).toHaveValue('Ada Reloader')
    await expect(page.getByLabel('A paragraph of your own')).toHaveValue('Kept.\n\nAnd this.')
    await openPreview(page)
    await expect(page.locator('.preview__status')).toHaveText('Every blank is filled.')
    await page.goto('/c/cluster-munitions/write/mission-dz-us')
    await openPreview(page)
    await expect(page.locator('.preview__status')).toHaveText('3 blanks are left.')
    await expect(page.getByLabel('Your name')).toHaveValue('')
  })

  test('what was typed before the scripts came is kept as well', async ({ page }) => {
    let arrive = () => {}
    const late = new Promise<void>((resolve) => (arrive = resolve))
    await page.route('**/*.wasm', async (route) => {
      await late
      await route.continue()
    })
    await openLetter(page)
    await fill(page, words('Ada Early'))
    arrive()
    await expect(page.locator('.preview__status')).toHaveText('Every blank is filled.')
    await page.reload()
    await expect(page.getByLabel('Your name')).toHaveValue('Ada Early')
  })

  test('who types too much is told by how much, and who takes out as much prints a card', async ({ page, picture }) => {
    await openLetter(page)
    await fill(page, words('Ada Wordy'))
    const status = page.locator('.preview__status')
    const note = page.getByLabel('A paragraph of your own')
    const text = 'One hundred and sixty states have given these weapons up. '.repeat(11).slice(0, 599) + '.'
    await note.fill(text)
    const said = /^Every blank is filled\. (\d+) characters? too long for a postcard: shorten .+\.$/
    await expect(status).toHaveText(said)
    await picture('letter-too-long')
    const over = Number(said.exec((await status.textContent())!.trim())![1])
    await note.fill(text.slice(0, text.length - over))
    await expect(status).toHaveText('Every blank is filled.')
    await goOn(page)
    const file = await download(page, page.getByRole('button', { name: 'Print a postcard' }))
    expect(pdfText(file.path)).toContain('Ada Wordy')
  })

  test('a letter is not measured without the server, and goes on being typed', async ({ page, context }) => {
    await openLetter(page)
    await openPreview(page)
    await context.setOffline(true)
    await page.getByLabel('A paragraph of your own').fill('x '.repeat(299))
    await expect(page.locator('.sheet')).toContainText('x x x')
    await expect(page.locator('.preview__status')).toHaveText('3 blanks are left.')
  })

  test('the copy button puts the letter on the clipboard and says so', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await openLetter(page)
    await fill(page, words('Ada Clipboard'))
    await goOn(page)
    await page.getByRole('button', { name: 'Open in my mail' }).click()
    await page.getByRole('button', { name: 'Copy the letter' }).click()
    await expect(page.getByText('Copied.')).toBeVisible()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied.replaceAll('\r\n', '\n')).toBe(await page.locator('textarea[name=copy-body]').inputValue())
  })
})

test.describe('without JavaScript', () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled !== false, 'this is about pages without scripts')

  test('nothing is shown that only scripts could use', async ({ page }) => {
    await openLetter(page)
    await fill(page, words('Ada Plain'))
    await goOn(page)
    await page.getByRole('button', { name: 'Open in my mail' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Send it from your own mail')
    await expect(page.locator('.js-only')).not.toHaveCount(0)
    await expect(page.locator('.js-only').filter({ visible: true })).toHaveCount(0)
  })

  test('the letter as it reads stands on the page of the form', async ({ page }) => {
    await openLetter(page)
    await openPreview(page)
    await expect(page.locator('.sheet')).toContainText('I respectfully urge Angola to ratify')
  })
})
