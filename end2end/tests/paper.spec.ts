import { download, expect, fill, goOn, openLetter, pdfText, test, words } from './site'

test('a supporter finds an embassy, prints a postcard, posts it, and the campaign counts one more', async ({ page, picture }) => {
  await page.goto('/')
  await picture('home')
  const ada = words('Ada Printer')
  await openLetter(page)
  await picture('letter')
  await fill(page, ada)
  await goOn(page)
  await picture('ready')

  const card = page.getByRole('button', { name: 'Print a postcard' })
  const file = await download(page, card)
  expect(file.name).toMatch(/^cluster-munitions-mission-ao-us-.*\.pdf$/)
  const text = pdfText(file.path).replace(/\s+/g, ' ')
  expect(text).toContain('Ada Printer')
  expect(text).toContain('WASHINGTON')

  await page.getByRole('link', { name: 'Posted it? Tell us.' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nearly done')
  await picture('thanks-before')
  await page.getByRole('button', { name: 'I posted the card' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you')
  await expect(page.getByText('Embassy of the Republic of Angola is counted')).toBeVisible()
  await picture('thanks')
})

test('what is counted is shown, once, on the page of the campaign', async ({ page }, info) => {
  // A campaign of its own, so that no other test counts here while this one looks; projects take turns by target.
  const number = async () => {
    await page.goto('/c/children-in-detention')
    return Number(await page.getByTestId('total').textContent())
  }
  const members = ['W000800', 'S000033', 'B001318', 'W000805']
  const member = members[['script-desktop', 'script-phone', 'plain-desktop', 'plain-phone'].indexOf(info.project.name)]
  const tally = async () => {
    const all = await (await page.request.get('/api/v1/campaigns/children-in-detention/tally')).json()
    return all.by_target.find((row: { target: string }) => row.target === `congress-${member}`)?.confirmed ?? 0
  }
  const [before, shown] = [await tally(), await number()]
  await page.goto(`/c/children-in-detention/write/congress-${member}`)
  await fill(page, words('Cora Counter'))
  await goOn(page)
  await download(page, page.getByRole('button', { name: 'Print a letter' }))
  await page.getByRole('link', { name: 'Posted it? Tell us.' }).last().click()
  await page.getByRole('button', { name: 'I posted the letter' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you')
  await page.reload()
  await page.goBack()
  expect(await tally()).toBe(before + 1)
  expect(await number()).toBeGreaterThan(shown)
})

test('a card with lines to write on is printed without a name', async ({ page, picture }) => {
  await openLetter(page, 'Algeria')
  await page.getByRole('button', { name: 'I want to write by hand' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Write your card by hand')
  await picture('by-hand')
  const file = await download(page, page.getByRole('button', { name: 'Print a card with lines' }))
  expect(pdfText(file.path)).toContain('WASHINGTON')
})

test('a letter in an envelope comes in Spanish where it was written in Spanish', async ({ page, picture }) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Español' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Que todos los Estados prohíban las bombas de racimo')
  await picture('campaign-es')
  await page.getByLabel('Country or name').fill('Argentin')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByRole('link', { name: /Argentin/ }).click()
  await page.getByLabel('Tu motivo').fill('mi pueblo fue bombardeado')
  await page.getByLabel('Your name').fill('Ana Pérez')
  await page.getByLabel('Your town').fill('Quito, Ecuador')
  await page.getByLabel('The country you post from').selectOption('EC')
  await goOn(page)
  const file = await download(page, page.getByRole('button', { name: 'Print a letter' }))
  const text = pdfText(file.path).replace(/\s+/g, ' ')
  for (const part of ['mi pueblo fue bombardeado', 'Ana Pérez', 'Insto respetuosamente', 'noviembre']) {
    if (part === 'noviembre') expect(text).toMatch(/ de [a-z]+ de 20\d\d/)
    else expect(text).toContain(part)
  }
})

test('what a form is refused for stands beside the field, and what was typed is kept', async ({ page, picture }) => {
  await openLetter(page)
  await page.getByLabel('Your name').fill('Ada Forgetful')
  await page.getByLabel('A paragraph of your own').fill('One line.\n\nAnother.')
  const answered = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.getByRole('button', { name: 'Continue' }).click()
  expect((await answered).status()).toBe(422)
  await expect(page.getByRole('alert')).toContainText('Please look at this again')
  await expect(page.getByRole('alert').getByRole('link')).toHaveCount(2)
  await expect(page.getByLabel('Your name')).toHaveValue('Ada Forgetful')
  await expect(page.getByLabel('A paragraph of your own')).toHaveValue('One line.\n\nAnother.')
  await expect(page.getByLabel('Your town')).toHaveAccessibleDescription(/Please fill this in\./)
  await picture('letter-with-errors')
  await page.getByRole('alert').getByRole('link', { name: /town/ }).click()
  await expect(page.getByLabel('Your town')).toBeInViewport()
  await page.getByLabel('Your town').fill('Ridgeview, OH')
  await page.getByLabel('Your reason').fill('we read about it')
  await goOn(page)
})

test('a ZIP code finds the two senators and the representative', async ({ page, picture }) => {
  await page.goto('/c/mine-ban-treaty')
  await picture('campaign')
  await page.getByLabel('Your ZIP code').fill('05401')
  await page.getByRole('button', { name: 'Find' }).click()
  await expect(page.getByText('ZIP 05401 is in Vermont')).toBeVisible()
  await expect(page.getByText(/^Senator for Vermont/)).toHaveCount(2)
  await expect(page.getByText(/^Representative for Vermont/)).toHaveCount(1)
  await picture('targets')
  await page.getByLabel('Your ZIP code').fill('nowhere')
  await page.getByRole('button', { name: 'Find' }).click()
  await expect(page.getByRole('status').first()).toContainText('A ZIP code has five digits')
  await picture('targets-none')
})

test('a letter can be changed after it was ready', async ({ page }) => {
  await openLetter(page)
  await fill(page, words('Ada Changer'))
  await goOn(page)
  await page.getByRole('button', { name: 'Change my letter' }).click()
  await expect(page.getByLabel('Your name')).toHaveValue('Ada Changer')
  await page.getByLabel('Your name').fill('Ada Changed')
  await goOn(page)
  await expect(page.getByRole('main')).toContainText('Ada Changed')
})
