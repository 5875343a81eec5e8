// The ways of a supporter and of a teacher, in every engine that is not Chromium. What each page does in detail, and all of it
// without scripts, is looked at in Chromium (`../tests`).
import { expect, type TestType } from '@playwright/test'
import { confirmLink, mailWith, pdfText } from '../received'
import type { Person } from './person'

const EMBASSY = 'Embassy of the Republic of Angola'

/** Registers the tests for an engine. */
export function ways(test: TestType<{ person: Person }, object>, engine: string) {
  test('the letter follows what is typed, outlives a reload, is printed, and is counted', async ({ person }) => {
    await person.open('/')
    await person.picture('home')
    await openLetter(person)
    await expect.poll(() => person.reads('.preview__status')).toBe('3 blanks are left.')
    await write(person, 'Ada Printer')
    await person.type('A paragraph of your own', '<b>Łódź</b> & İstanbul')
    await expect.poll(() => person.reads('.preview__status')).toBe('Every blank is filled.')
    await expect.poll(() => person.reads('.sheet')).toContain('<b>Łódź</b> & İstanbul')
    await expect.poll(() => person.reads('.card')).toContain('Ada Printer')
    await person.picture('letter')
    await person.reload()
    await expect.poll(() => person.holds('Your name')).toBe('Ada Printer')
    await expect.poll(() => person.reads('.sheet')).toContain('we read about it')

    await goOn(person, 'Your letter is ready')
    await person.picture('ready')
    const text = pdfText(await person.download('Print a postcard')).replace(/\s+/g, ' ')
    for (const part of ['Ada Printer', '<b>Łódź</b> & İstanbul', 'WASHINGTON']) expect(text).toContain(part)
    await person.follow('Posted it? Tell us.')
    await comesTo(person, 'Nearly done')
    await person.press('I posted the card')
    await comesTo(person, 'Thank you')
    expect(await person.reads('main')).toContain(`${EMBASSY} is counted`)
    await person.picture('thanks')
  })

  test('what is missing is said beside its field, and what was typed is kept', async ({ person }) => {
    await openLetter(person)
    await person.type('Your name', 'Ada Forgetful')
    await person.press('Continue')
    await expect.poll(() => person.reads('[role=alert]')).toContain('Please look at this again')
    expect(await person.holds('Your name')).toBe('Ada Forgetful')
    await person.picture('letter-with-errors')
  })

  test('a letter that we send leaves after the button behind the link in the mail', async ({ person }) => {
    const email = `ada.${engine}.${test.info().repeatEachIndex}@home.example`
    await openLetter(person)
    await write(person, 'Ada Relay')
    await goOn(person, 'Your letter is ready')
    await person.type('Your email address', email)
    await person.tick('Send this letter in my name')
    await person.press('Send it for me')
    await comesTo(person, 'Look in your mailbox')
    await person.open(confirmLink(await mail(email, '/confirm/')))
    await comesTo(person, 'Send this letter?')
    await person.picture('confirm')
    await person.press('Yes, send it')
    await comesTo(person, 'Thank you')
    expect(await mail('Reply-To:', email, 'Ada Relay', '@angola.org')).not.toContain('/confirm/')
  })

  test('a teacher prints a set for a class, and reports what was posted', async ({ person }) => {
    await person.open('/c/mine-ban-treaty')
    await person.follow('Write with a class')
    await comesTo(person, 'Write with a class')
    await person.type('How many cards', '3')
    await person.choose('Your state', 'Vermont')
    await person.type('First names', 'Ada\nŁucja\nBen')
    await person.type('The school’s address', 'Ridgeview School\n12 Sample Street\nBurlington, VT 05401')
    expect(await person.holds('First names')).toBe('Ada\nŁucja\nBen')
    await person.picture('class')
    await goOn(person, 'Your 3 cards are ready', 'Make the set')
    await person.picture('class-set')
    const code = await person.reads('[data-testid=code]')
    const text = pdfText(await person.download('Print the set (PDF)')).replace(/\s+/g, ' ')
    for (const part of [code, 'Łucja', 'Ridgeview School', 'WASHINGTON']) expect(text).toContain(part)

    await person.open('/')
    await person.follow('Report a class set')
    await person.type('Class code', code)
    await person.press('Go on')
    await expect.poll(() => person.reads('[data-testid=stage]')).toBe('0 of 3 cards were posted.')
    await person.type('How many were posted, in all', '2')
    await person.press('Report')
    await expect.poll(() => person.reads('[data-testid=stage]')).toBe('2 of 3 cards were posted.')
    await person.picture('class-report')
  })
}

/** From the front page to the letter's form for an embassy. */
async function openLetter(person: Person) {
  await person.open('/')
  await person.follow('Every state into the ban on cluster bombs')
  await person.type('Country or name', 'Angola')
  await person.press('Find')
  await person.follow(EMBASSY)
  await expect.poll(() => person.reads('h1')).toContain('Angola')
}

async function write(person: Person, name: string) {
  await person.type('Your reason', 'we read about it')
  await person.type('Your name', name)
  await person.type('Your town', 'Ridgeview, OH')
}

async function comesTo(person: Person, heading: string) {
  await expect.poll(() => person.reads('h1')).toBe(heading)
}

/** Sends a form that a person has read by now: what comes sooner is a machine's, and not counted. The form says when it was made. */
async function goOn(person: Person, heading: string, button = 'Continue') {
  const made = Number((await person.begun()).split('-')[0])
  await expect.poll(() => Date.now() - made, { message: 'the form is read' }).toBeGreaterThan(2000)
  await person.press(button)
  await comesTo(person, heading)
}

/** Waits for a mail that has these words in it, and returns its text. */
async function mail(...words: string[]) {
  let found = ''
  await expect
    .poll(() => (found = mailWith(process.env.E2E_DATA!, words)), { message: `a mail with ${words.join(', ')}`, timeout: 20_000 })
    .not.toBe('')
  return found
}
