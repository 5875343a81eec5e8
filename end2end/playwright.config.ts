import { defineConfig } from '@playwright/test'

// What `cargo xtask test --only e2e` sets; without it, what a build leaves behind and a system's own Chromium.
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'

const desktop = { width: 1280, height: 900 }
const phone = { width: 390, height: 844 }

export default defineConfig({
  testDir: './tests',
  outputDir: './results/traces',
  globalSetup: './server.ts',
  fullyParallel: true,
  forbidOnly: true,
  // A test that passes only when it is tried again has failed.
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: chromium, args: ['--no-sandbox'] },
    trace: 'retain-on-failure',
    actionTimeout: 15_000,
    locale: 'en-US',
  },
  projects: [
    { name: 'script-desktop', use: { javaScriptEnabled: true, viewport: desktop } },
    { name: 'script-phone', use: { javaScriptEnabled: true, viewport: phone, hasTouch: true, isMobile: true } },
    { name: 'plain-desktop', use: { javaScriptEnabled: false, viewport: desktop } },
    { name: 'plain-phone', use: { javaScriptEnabled: false, viewport: phone, hasTouch: true, isMobile: true } },
  ],
})
