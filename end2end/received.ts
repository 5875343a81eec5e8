// What comes out of the site: mails and PDFs. It knows no browser, so that tests of every browser can use it.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The text of a PDF, as poppler reads it. */
export function pdfText(path: string) {
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
}

/** The text of a mail that has these words in it, once there is one; until then nothing. */
export function mailWith(data: string, words: string[]) {
  const folder = join(data, 'mail')
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => decoded(readFileSync(join(folder, name), 'utf8')))
  return texts.find((text) => words.every((word) => text.includes(word))) ?? ''
}

/** The link in a mail behind which a supporter confirms. */
export function confirmLink(mail: string) {
  return mail.match(/http:\/\/[^\s"<]+\/confirm\/[0-9a-f]{32}/)![0]
}

/** A mail's text without the encoding of its parts. A part in base64 is made quoted-printable first. */
function decoded(mail: string) {
  const lines = mail.replaceAll('\r\n', '\n')
  const quoted = lines.replace(/(Content-Transfer-Encoding: base64\n(?:[^\n]+\n)*\n)([A-Za-z0-9+/=\n]+)/g, (_, head, body) =>
    head + Buffer.from(body, 'base64').toString('utf8').replaceAll('=', '=3D') + '\n',
  )
  const joined = quoted.replace(/=\n/g, '')
  const bytes = joined.replace(/(=[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'))
  return bytes
}
