// A new site, its first owner, and a campaign for a cause of their own: from the link that the server printed to the card
// that a supporter posts.
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from '@playwright/test'
import { serve, type Server } from '../server'
import { download, expect, goOn, pdfText, test as base } from './site'

/** The pictures of docs/organising.md. `POSTBAG_PICTURES=1` puts them there anew. */
const PICTURES = ['desk', 'story', 'letters', 'columns', 'targets', 'publish']

const test = base.extend<{ server: Server; shown: (name: string) => Promise<void> }>({
  server: async ({}, use) => {
    const server = await serve()
    await use(server)
    await server.stop()
  },
  url: async ({ server }, use) => use(server.url),
  shown: async ({ page, picture }, use, info) => {
    await use(async (name) => {
      await picture(`owner-${name}`)
      if (process.env.POSTBAG_PICTURES && PICTURES.includes(name) && info.project.name === 'script-desktop') {
        const folder = fileURLToPath(new URL('../../docs/organising', import.meta.url))
        mkdirSync(folder, { recursive: true })
        await page.screenshot({ path: join(folder, `${name}.png`), scale: 'css' })
      }
    })
  },
})

/** Forty town halls as a spreadsheet in Windows-1252 saves them: semicolons, quotation marks of its own, accents. */
function townHalls() {
  const row = (number: number) =>
    `Ayuntamiento de Peñalba ${number};María Núñez \x93Marí\x94;alcaldia${number}@penalba.example;Plaza Mayor, ${number};22${100 + number};Peñalba;ES`
  const rows = Array.from({ length: 40 }, (_, index) => row(index + 1))
  const text = ['Organismo;Persona;Correo electrónico;Dirección;Código postal;Localidad;País', ...rows].join('\r\n')
  return Buffer.from(text, 'latin1')
}

/** A picture that is large enough for a card. */
async function painting(browser: Browser) {
  const page = await browser.newPage({ viewport: { width: 1875, height: 1275 } })
  await page.setContent(
    '<body style="margin:0"><svg viewBox="0 0 1875 1275"><path fill="#9cc" d="M0 0h1875v1275H0z"/><path fill="#375" d="M300 900a300 300 0 1 1 600 0z"/><path fill="#752" d="M570 900h60v300h-60zM1000 1000h600v60h-600z"/></svg>',
  )
  const png = await page.screenshot()
  await page.close()
  return png
}

async function save(page: Page) {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('status').first()).toContainText('Saved')
}

async function turnTo(page: Page, name: string) {
  await page.getByRole('navigation', { name: 'Pages of the campaign' }).getByRole('link', { name, exact: true }).click()
}

/** Nothing sticks out of the page. */
async function fits(page: Page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(over).toBeLessThanOrEqual(0)
}

/** From the campaign's page to the letter to one of its town halls. */
async function openTownHall(page: Page, slug: string, number: number) {
  await page.goto(`/c/${slug}?language=en&lang=en`)
  await page.getByLabel('Country or name').fill(`Peñalba ${number}`)
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByRole('link', { name: new RegExp(`Ayuntamiento de Peñalba ${number}( |$|,)`) }).click()
  await page.getByLabel('Your reason').fill(`I walk there with bag ${number}`)
  await page.getByLabel('Your name').fill('Ada Shade')
  await page.getByLabel('Your town').fill('Peñalba')
}

test('the first owner makes a campaign alone, supporters write, and it changes while one is half way', async ({ page, browser, server, shown }, info) => {
  test.setTimeout(180_000)
  let loads = 0
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) loads += 1
  })
  const link = /http:\/\/\S+\/desk\/first\/\S+/.exec(server.printed)?.[0]
  await page.goto(link!)
  await page.getByLabel('Email address').fill('nora@shade.example')
  await page.getByRole('button', { name: 'Become the owner' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Desk')
  await shown('desk')
  await page.goto(link!)
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Become the first owner')
  await page.goto('/desk')

  // Begun in Spanish.
  await page.getByRole('link', { name: 'New campaign' }).click()
  await page.getByLabel('Title').fill('Un banco a la sombra')
  await page.getByLabel('Language', { exact: true }).fill('es')
  await shown('new')
  await page.getByRole('button', { name: 'Begin the campaign' }).click()
  const slug = 'un-banco-a-la-sombra'
  await expect(page).toHaveURL(new RegExp(`/desk/c/${slug}/story`))
  await page.getByLabel('Summary').fill('Cada plaza necesita un banco con sombra.')
  await page.getByLabel('What is happening').fill('## Sin sombra\n\nEn agosto **nadie** se sienta en la plaza.\n\n- 40 plazas\n- 3 árboles')
  await page.getByLabel('Sources').fill('Censo de plazas https://plazas.example/censo')
  await save(page)
  await shown('story')
  await fits(page)
  await turnTo(page, 'Letters')
  await page.getByLabel('Subject').fill('Un banco a la sombra')
  await page
    .getByLabel('Letter', { exact: true })
    .fill('{{target.salutation}}\n\nLe pido un banco a la sombra, porque [[su motivo]].\n\n{{target.close}}\n{{sender.name}}')
  await save(page)

  // And in English.
  await page.getByRole('link', { name: 'Add or remove a language' }).click()
  await page.getByLabel('Another language').fill('en')
  await page.getByRole('button', { name: 'Add this language' }).click()
  await turnTo(page, 'Story')
  await page.getByRole('navigation', { name: 'Languages' }).getByRole('link', { name: 'English' }).click()
  await page.getByLabel('Title').fill('A bench in the shade')
  await page.getByLabel('What is happening').fill('## No shade\n\nIn August **nobody** sits in the square.')
  await save(page)
  await turnTo(page, 'Letters')
  await page.getByRole('navigation', { name: 'Languages' }).getByRole('link', { name: 'English' }).click()
  await page.getByLabel('Subject').fill('A bench in the shade')
  await page
    .getByLabel('Letter', { exact: true })
    .fill('{{target.salutation}}\n\nPlease put a bench in the shade, because [[your reason]].\n\n{{target.close}}\n{{sender.name}}')
  await save(page)
  // Its own targets, from a table.
  await page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: 'Targets' }).click()
  await page.getByRole('link', { name: 'Import' }).click()
  await page.getByLabel('Table').setInputFiles({ name: 'ayuntamientos.csv', mimeType: 'text/csv', buffer: townHalls() })
  await page.getByRole('button', { name: 'Upload and choose columns' }).click()
  await expect(page.getByText('We found 40 rows.')).toBeVisible()
  await shown('columns')
  await fits(page)
  await page.getByLabel('Where the list is from').fill('Censo de plazas 2026')
  await page.getByLabel('On which day it was so').fill('2026-11-01')
  await page.getByLabel('Language of the greetings').selectOption('es')
  await page.getByRole('button', { name: 'Show the preview' }).click()
  await expect(page.getByText('María Núñez “Marí”').first()).toBeVisible()
  await shown('import-preview')
  await fits(page)
  await page.getByRole('button', { name: 'Import these 40 targets' }).click()
  await page.goto(`/desk/c/${slug}/targets`)
  await page.getByLabel('All targets of your own table').check()
  await save(page)
  await expect(page.getByRole('heading', { name: 'Who is in now: 40 targets' })).toBeVisible()
  await shown('targets')
  await fits(page)

  // Its look.
  await turnTo(page, 'Look')
  await page.getByLabel('Picture', { exact: true }).setInputFiles({ name: 'banco.png', mimeType: 'image/png', buffer: await painting(browser) })
  await page.getByLabel('Credit line').fill('Art by Nora')
  await page.getByLabel('Alternative text').fill('A bench under a tree')
  await page.getByRole('button', { name: 'Add this artwork' }).click()
  await page.getByLabel('Green').check()
  await page.getByLabel('Picture at the top of the page').selectOption({ label: 'A bench under a tree' })
  await save(page)
  await shown('look')
  await fits(page)

  // Now the longest of its targets is known.
  await page.goto(`/desk/c/${slug}/letters?language=en`)
  await shown('letters')
  await fits(page)

  await turnTo(page, 'Publish')
  await shown('publish')
  await fits(page)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByRole('link', { name: 'The public page' }).click()
  await expect(page.getByRole('img', { name: 'A bench under a tree' })).toBeVisible()
  await shown('public')
  await fits(page)
  info.annotations.push({ type: 'page loads', description: `${loads} from the printed link to the published campaign` })

  // Two supporters: one prints and posts, the other is half way while it is paused, changed and published again.
  const { javaScriptEnabled, viewport, isMobile, hasTouch } = info.project.use
  const elsewhere = await browser.newContext({ baseURL: server.url, javaScriptEnabled, viewport, isMobile, hasTouch, locale: 'en-US' })
  const [first, second] = [await elsewhere.newPage(), await elsewhere.newPage()]
  await openTownHall(second, slug, 11)

  await openTownHall(first, slug, 7)
  await goOn(first)
  const card = await download(first, first.getByRole('button', { name: 'Print a postcard' }))
  const text = pdfText(card.path).replace(/\s+/g, ' ')
  for (const words of ['I walk there with bag 7', 'AYUNTAMIENTO DE PEÑALBA 7', 'PLAZA MAYOR, 7', 'Art by Nora']) {
    expect(text).toContain(words)
  }
  expect(execFileSync('pdfimages', ['-list', card.path], { encoding: 'utf8' })).toMatch(/ image +\d{3,4} +\d{3,4} /)
  await first.getByRole('link', { name: 'Posted it? Tell us.' }).first().click()
  await first.getByRole('button', { name: 'I posted the card' }).click()
  await expect(first.getByRole('heading', { level: 1 })).toHaveText('Thank you')
  await first.goto(`/c/${slug}`)
  await expect(first.getByTestId('total')).toHaveText('1')

  await page.goto(`/desk/c/${slug}/publish`)
  await page.getByRole('button', { name: 'Pause the campaign' }).click()
  await first.goto(`/c/${slug}?lang=en`)
  await expect(first.getByLabel('Country or name')).toHaveCount(0)
  await page.goto(`/desk/c/${slug}/letters?language=en`)
  await page
    .getByLabel('Letter', { exact: true })
    .fill('{{target.salutation}}\n\nPlease plant a tree, because [[your reason]].\n\n{{target.close}}\n{{sender.name}}')
  await save(page)
  await turnTo(page, 'Publish')
  await expect(page.locator('ins', { hasText: 'plant' }).first()).toBeVisible()
  await shown('publish-again')
  await page.getByRole('button', { name: 'Publish the changes' }).click()
  await page.getByRole('button', { name: 'Resume the campaign' }).click()
  await goOn(second)
  const begun = await download(second, second.getByRole('button', { name: 'Print a postcard' }))
  const words = pdfText(begun.path).replace(/\s+/g, ' ')
  expect(words).toContain('Please put a bench in the shade, because I walk there with bag 11.')
  expect(words).not.toContain('plant a tree')
  await openTownHall(second, slug, 12)
  await goOn(second)
  const anew = await download(second, second.getByRole('button', { name: 'Print a postcard' }))
  expect(pdfText(anew.path).replace(/\s+/g, ' ')).toContain('Please plant a tree, because I walk there with bag 12.')
  await elsewhere.close()

  // And who did what.
  await page.goto('/desk/audit')
  await expect(page.getByRole('row', { name: /Published a campaign/ })).toHaveCount(2)
  await shown('audit')
  await fits(page)
})
