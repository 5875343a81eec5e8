// A person at a browser, whichever it is: what the ways of `ways.ts` are written in. Each verb waits until it can be done.

export interface Person {
  /** Opens a page of the site, or a link to it. */
  open(path: string): Promise<void>
  follow(link: string): Promise<void>
  press(button: string): Promise<void>
  /** Presses keys, in a field that is named by its label and is emptied first. */
  type(field: string, text: string): Promise<void>
  choose(field: string, option: string): Promise<void>
  tick(field: string): Promise<void>
  reload(): Promise<void>
  /** Presses a button that gives a file; where the file is. */
  download(button: string): Promise<string>
  /** The text of the first such element as it is now, each run of spaces as one; nothing if there is none. */
  reads(selector: string): Promise<string>
  /** What stands in a field now. */
  holds(field: string): Promise<string>
  /** When the form of the page was made, as it says itself. */
  begun(): Promise<string>
  /** A picture of the page for people to look at. */
  picture(name: string): Promise<void>
}
