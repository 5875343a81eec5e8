import { defineConfig } from '@playwright/test'

// What `cargo xtask test --only engines` sets; without it, Debian's own.
const firefox = process.env.FIREFOX ?? '/usr/bin/firefox-esr'

export default defineConfig({
  testDir: '.',
  outputDir: '../results/traces-of-engines',
  globalSetup: '../server.ts',
  fullyParallel: true,
  forbidOnly: true,
  // A test that passes only when it is tried again has failed.
  retries: 0,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  projects: [
    // `javaScriptEnabled: false` does nothing here, and says nothing: pages without scripts are looked at in Chromium alone.
    {
      name: 'firefox',
      testMatch: 'firefox.spec.ts',
      use: {
        browserName: 'firefox',
        channel: 'moz-firefox',
        launchOptions: { executablePath: firefox },
        viewport: { width: 1280, height: 900 },
        locale: 'en-US',
        actionTimeout: 15_000,
        // A trace would cost Firefox a third of its time.
        screenshot: 'only-on-failure',
      },
    },
    // Over WebDriver, as Playwright speaks to no WebKit but its own.
    { name: 'webkit', testMatch: 'webkit.spec.ts' },
  ],
})
