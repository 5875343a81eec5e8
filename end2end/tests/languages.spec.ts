// The whole way in other languages: one that runs from right to left, and the pseudo-language, in which every word that
// was translated has accents and is longer.
import type { Page } from '@playwright/test'
import { download, expect, mail, pdfText, test } from './site'

const PAGES = [
  '/',
  '/c/cluster-munitions',
  '/c/mine-ban-treaty',
  '/c/cluster-munitions/targets',
  '/c/mine-ban-treaty/class',
  '/k',
  '/states',
  '/states/FR',
  '/c/cluster-munitions/write/mission-ao-us',
  '/c/cluster-munitions/thanks?letter=00000000000000000000000000000000',
  '/no/such/page',
  '/desk',
]

const inLanguage = (path: string, language: string) => `${path}${path.includes('?') ? '&' : '?'}lang=${language}`

async function isIn(page: Page, language: string) {
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
}

/** What a page in the pseudo-language says in plain letters. Names, letters and what campaigns say are marked with theirs. */
async function englishOn(page: Page) {
  return page.evaluate(() => {
    // The name of the site, addresses, a name that was typed, and the months, which the language's own rules write.
    const kept = /Postbag|Łucja|\S+@\S+|\/\S+|(January|February|March|April|May|June|July|August|September|October|November|December) \d/g
    const isPlain = (text: string) => /[A-Za-z]{4,}/.test(text.replace(kept, ''))
    const isInEnglish = (element: Element) => element.closest('[lang]')!.getAttribute('lang') !== 'en-XA'
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!
      if (parent.closest('script, style, title, code') || isInEnglish(parent)) continue
      if (isPlain(node.textContent ?? '')) found.push(node.textContent!.trim())
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [alt], [placeholder]')) {
      for (const name of ['aria-label', 'title', 'alt', 'placeholder']) {
        const text = element.getAttribute(name)
        if (text && isPlain(text) && !isInEnglish(element)) found.push(`${name}: ${text}`)
      }
    }
    return found
  })
}

/** Looks at the page: its language, its picture, and whether anything on it stayed English. */
function looker(page: Page, language: string, scripts: boolean, picture: (name: string) => Promise<void>) {
  return async (name: string) => {
    await isIn(page, language)
    await picture(`${name}-${language}`)
    if (scripts && language === 'en-XA') expect.soft(await englishOn(page), name).toEqual([])
  }
}

for (const language of ['en', 'ar', 'en-XA']) {
  test(`a letter goes from the home page to paper and mail in ${language}`, async ({ page, picture, scripts }, info) => {
    const see = looker(page, language, scripts, picture)
    const email = `reader.${language}.${info.project.name}@home.example`.toLowerCase()
    await page.goto(inLanguage('/', language))
    await see('home')
    await page.locator('main a[href^="/c/cluster-munitions?"]').first().click()
    await see('campaign')
    await page.locator('form.finder [name=q]').first().fill('Angola')
    await page.locator('form.finder button').first().click()
    await see('targets')
    await page.locator('.targets a').first().click()
    await isIn(page, language)
    // What is wrong is said in the page's language, and what was typed comes back.
    await page.locator('[name=name]').fill('Ada Marsh')
    await page.locator('button[name=step][value=check]').click()
    await expect(page.locator('[name=name]')).toHaveValue('Ada Marsh')
    await see('letter-errors')
    for (const blank of await page.locator('textarea[name^="blanks."]').all()) {
      await blank.fill(`a reason of ${info.project.name}`)
    }
    await page.locator('[name=place]').fill('Ridgeview, OH')
    await page.locator('button[name=step][value=check]').click()
    await expect(page.locator('.exits')).toBeVisible()
    await see('ready')

    const card = page.locator('.exit:has([value="us-postcard-4x6"]) button[type=submit]')
    const text = pdfText((await download(page, card)).path)
    expect(text).toContain('Ada Marsh')
    expect(text).toContain('WASHINGTON')

    const relay = page.locator('.exit:has([name=email])')
    await relay.locator('[name=email]').fill(email)
    await relay.locator('[name=consent]').check()
    await relay.locator('button[type=submit]').click()
    await see('asked')
    const toReader = await mail(email, '/confirm/')
    const link = toReader.match(/http:\/\/[^\s"<]+\/confirm\/[0-9a-f]{32}\?lang=[A-Za-z-]+/)![0]
    expect(link.endsWith(`lang=${language}`)).toBe(true)
    await page.goto(link)
    await see('confirm')
    await page.locator('main form button[type=submit]').first().click()
    await expect(page.locator('.thanks h1')).toBeVisible()
    await see('thanks')
  })
}

for (const language of ['ar', 'en-XA']) {
  test(`a class set is printed and reported in ${language}`, async ({ page, picture, scripts }) => {
    const see = looker(page, language, scripts, picture)
    await page.goto(inLanguage('/c/mine-ban-treaty/class', language))
    await page.locator('[name=cards]').fill('61')
    await page.locator('button[name=step][value=make]').click()
    await expect(page.getByRole('alert')).toBeVisible()
    await see('class-errors')
    await page.locator('[name=cards]').fill('6')
    await page.locator('[name=state]').selectOption('WV')
    await page.locator('[name=names]').fill('Ada\nŁucja\nليلى')
    await page.locator('[name=address]').fill('Ridgeview School\n12 Sample Street\nRidgeview, WV 26003')
    await page.locator('button[name=step][value=make]').click()
    await see('class-set')
    const code = (await page.getByTestId('code').textContent())!
    const set = await download(page, page.locator('button[name=step][value=print]').first())
    const text = pdfText(set.path)
    for (const part of ['Łucja', 'WASHINGTON']) expect(text).toContain(part)
    await page.goto(inLanguage(`/k/${code.replace(/ /g, '')}`, language))
    await page.locator('[name=posted]').fill('5')
    await page.locator('button[name=step][value=count], main form button[type=submit]').first().click()
    await see('class-report')
  })
}

test('no page is wider than the screen in the pseudo-language, in German or in Arabic', async ({ page, scripts, picture }) => {
  test.skip(!scripts, 'measuring is a script')
  for (const language of ['en-XA', 'de', 'ar']) {
    for (const path of PAGES) {
      await page.goto(inLanguage(path, language))
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(over, `${path} in ${language}`).toBeLessThanOrEqual(0)
      if (language !== 'en-XA') await picture(`page-${path.replace(/[^a-z]+/gi, '-')}-${language}`)
    }
  }
})

test('nothing stays English in the pseudo-language', async ({ page, scripts }) => {
  test.skip(!scripts, 'reading every text is a script')
  for (const path of PAGES) {
    await page.goto(inLanguage(path, 'en-XA'))
    expect.soft(await englishOn(page), path).toEqual([])
  }
})
